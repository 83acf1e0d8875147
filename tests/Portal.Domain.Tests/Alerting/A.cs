using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;

namespace Portal.Domain.Tests.Alerting;

/// <summary>Valid things to start from; a test names only what it is about.</summary>
internal static class A
{
    public static readonly LabelSet Identity = LabelSet.Of(("alertname", "ErrorRate"), ("severity", "warning"));

    public static AlertRule Rule(
        Duration? @for = null,
        double threshold = 0.05,
        double? recovery = null,
        Comparison comparison = Comparison.Above
    ) =>
        new()
        {
            Service = "checkout",
            Backend = "prom",
            Query = "sum by (route) (errors:ratio)",
            Interval = Duration.FromSeconds(15),
            Condition = new(comparison, threshold, recovery),
            For = @for ?? Duration.Zero,
            Severity = Severity.Warning,
        };
}
