using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

/// <summary>Valid values for tests that care about one thing only.</summary>
internal static class An
{
    public static readonly RatioSli Sli = new(
        "prom",
        good: null,
        bad: new CounterQuery("http_requests_total{code=~\"5..\"}", counter: true),
        total: new CounterQuery("http_requests_total", counter: true)
    );

    public static Slo Slo(
        decimal objective = 0.999m,
        SloWindow? window = null,
        Budgeting? budgeting = null,
        Duration? slice = null,
        decimal minBad = 0,
        params BudgetAlert[] alerts
    ) =>
        new(
            "shop",
            Sli,
            Objective.Of(objective),
            window ?? new RollingWindow(Duration.FromDays(30)),
            budgeting,
            slice is { } length ? new SliceGrid(length) : null,
            minBad,
            alerts
        );

    public static BurnRateAlert Alert(
        decimal share = 0.02m,
        int longMinutes = 60,
        int? shortMinutes = null,
        BudgetAlertSeverity severity = BudgetAlertSeverity.Page,
        string? name = null
    ) =>
        new(
            name ?? $"{longMinutes}m",
            share,
            Duration.FromMinutes(longMinutes),
            shortMinutes is { } minutes ? Duration.FromMinutes(minutes) : null,
            severity
        );

    /// <summary>Fully measured sums of so many one-minute slices.</summary>
    public static SliceSums Sums(decimal bad, decimal total, int slices = 60) =>
        new(total - bad, total, slices, slices);
}
