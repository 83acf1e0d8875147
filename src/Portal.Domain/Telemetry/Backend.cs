using NodaTime;

namespace Portal.Domain.Telemetry;

/// <summary>A system that holds measurements, and how to ask it.</summary>
/// <param name="Timeout">The longest that one query may take; 1 s to 2 min.</param>
/// <param name="QueryDelay">How long after an instant its measurements are complete: everything is asked this much late.</param>
/// <param name="MinStep">The finest step that range queries use: the interval at which it scrapes.</param>
public sealed record Backend(
    BackendType Type,
    Uri Url,
    BackendAuth Auth,
    Duration Timeout,
    Duration QueryDelay,
    Duration MinStep
);

public enum BackendType
{
    /// <summary>Prometheus 2 and 3, and what speaks its API: Thanos, Mimir.</summary>
    Prometheus,
    VictoriaMetrics,
}

/// <summary>How a backend knows the portal.</summary>
public abstract record BackendAuth
{
    private BackendAuth() { }

    public sealed record None : BackendAuth;

    /// <param name="Password">Encrypted wherever it is stored.</param>
    public sealed record Basic(string User, string Password) : BackendAuth;

    /// <param name="Token">Encrypted wherever it is stored.</param>
    public sealed record Bearer(string Token) : BackendAuth;

    /// <param name="Value">Encrypted wherever it is stored.</param>
    public sealed record Header(string Name, string Value) : BackendAuth;
}
