using NodaTime;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Telemetry.Pages;

/// <summary>A line of the list of backends.</summary>
/// <param name="Latency">Of the last answer.</param>
/// <param name="UsedBy">“3 rules, 2 SLOs”.</param>
public sealed record BackendRow(
    string Name,
    string Type,
    string Url,
    string Health,
    string? Failure,
    string Latency,
    Instant? AskedAt,
    string UsedBy
)
{
    internal static BackendRow Of(BackendStatus status) =>
        new(
            status.Name,
            TypeWord(status.Backend.Spec.Type),
            status.Backend.Spec.Url.OriginalString,
            Words.Of(status.Health),
            status.Pulse?.Failure,
            status.Pulse is { Failure: null } pulse ? Numbers.Duration(pulse.Took) : Numbers.Unknown,
            status.Pulse?.At,
            Uses(status.UsedBy)
        );

    internal static string TypeWord(BackendType type) =>
        type switch
        {
            BackendType.Prometheus => "Prometheus",
            BackendType.VictoriaMetrics => "VictoriaMetrics",
        };

    internal static string Uses(IReadOnlyList<BackendUse> uses) =>
        uses.Count == 0
            ? "nothing yet"
            : string.Join(
                ", ",
                uses.GroupBy(use => use.Kind, StringComparer.Ordinal).Select(group => Count(group.Key, group.Count()))
            );

    /// <summary>Kinds of later slices, by the names that manifests give them.</summary>
    internal static string KindWord(string kind) => kind == "AlertRule" ? "rule" : kind;

    private static string Count(string kind, int count) =>
        $"{Numbers.Count(count)}{Numbers.NoBreakSpace}{KindWord(kind)}{(count == 1 ? "" : "s")}";
}
