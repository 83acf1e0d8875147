using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>A backend as the API tells it. Durations are seconds.</summary>
/// <param name="Health">ok, failing, or unknown while this replica has not asked it.</param>
/// <param name="Latency">Of the last answer.</param>
internal sealed record BackendItem(
    Guid Id,
    string Name,
    BackendType Type,
    string Url,
    BackendAuthItem Auth,
    Duration Timeout,
    Duration QueryDelay,
    Duration MinStep,
    BackendHealth Health,
    Instant? LastAsked,
    Instant? LastAnswered,
    string? LastError,
    Duration? Latency,
    IReadOnlyList<BackendUse> UsedBy,
    int Version,
    Instant UpdatedAt,
    string UpdatedBy
)
{
    public static BackendItem Of(BackendStatus status)
    {
        var (backend, pulse, usedBy) = status;
        var spec = backend.Spec;
        return new(
            backend.Id,
            backend.Name,
            spec.Type,
            spec.Url.OriginalString,
            BackendAuthItem.Of(spec.Auth),
            spec.Timeout,
            spec.QueryDelay,
            spec.MinStep,
            status.Health,
            pulse?.At,
            pulse?.AnsweredAt,
            pulse?.Failure,
            pulse is { Failure: null } ? pulse.Took : null,
            usedBy,
            backend.Version,
            backend.UpdatedAt,
            backend.UpdatedBy
        );
    }
}

/// <summary>How the portal shows itself to a backend, without what is secret about it.</summary>
/// <param name="Type">none, basic, bearer or header.</param>
/// <param name="User">Of basic.</param>
/// <param name="Name">Of the header.</param>
internal sealed record BackendAuthItem(string Type, string? User, string? Name)
{
    public static BackendAuthItem Of(BackendAuth auth) =>
        auth switch
        {
            BackendAuth.Basic basic => new("basic", basic.User, null),
            BackendAuth.Bearer => new("bearer", null, null),
            BackendAuth.Header header => new("header", null, header.Name),
            _ => new("none", null, null),
        };
}

internal sealed record BackendPage(IReadOnlyList<BackendItem> Items, string? Next);
