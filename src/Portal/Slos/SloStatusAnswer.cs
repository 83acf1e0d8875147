using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Slos.OpenSlo;

namespace Portal.Slos;

/// <summary>A status as the API writes it: counts as numbers, ratios as texts.</summary>
internal sealed record SloStatusAnswer(
    string Objective,
    string? Sli,
    IntervalAnswer? SliInterval,
    decimal Good,
    decimal Total,
    decimal Bad,
    BudgetAnswer Budget,
    BudgetAnswer? ProjectedBudget,
    string Coverage,
    SloState State,
    IReadOnlyList<BurnAnswer> BurnRates,
    IReadOnlyList<TierAnswer> Alerts,
    Instant? ExhaustsAt,
    RangeAnswer Window,
    RangeAnswer Period,
    string? Notice
)
{
    public static SloStatusAnswer Of(SloStatus status) =>
        new(
            Ratios.Text(status.Objective.Value),
            Ratios.Text(status.Sli),
            IntervalAnswer.Of(status),
            status.Good.Plain(),
            status.Total.Plain(),
            status.Bad.Plain(),
            BudgetAnswer.Of(status.Budget),
            status.ProjectedBudget is { } projected ? BudgetAnswer.Of(projected) : null,
            Ratios.Text(status.Coverage),
            status.State,
            [
                .. status.BurnRates.Select(burn => new BurnAnswer(
                    DurationText.Format(burn.Window),
                    Ratios.Text(burn.Rate)
                )),
            ],
            [.. status.Tiers.Select(tier => TierAnswer.Of(tier, status))],
            status.ExhaustsAt,
            RangeAnswer.Of(status.Window),
            RangeAnswer.Of(status.Period),
            status.Notice
        );
}

/// <summary>Between which shares the SLI lies with a certainty of 95 %, by Wilson's score interval of its events.</summary>
internal sealed record IntervalAnswer(string Low, string High)
{
    public static IntervalAnswer? Of(SloStatus status) =>
        Domain.Slos.SliInterval.Of(status.Bad, status.Total) is { } interval
            ? new(Ratios.Text(interval.Low), Ratios.Text(interval.High))
            : null;
}

internal sealed record BudgetAnswer(decimal AllowedBad, string Consumed, string Remaining, decimal RemainingMinutes)
{
    public static BudgetAnswer Of(ErrorBudget budget) =>
        new(
            budget.AllowedBad.Plain(),
            Ratios.Text(budget.Consumed),
            Ratios.Text(budget.Remaining),
            budget.RemainingMinutes.Plain()
        );
}

/// <param name="Rate">Null where nothing happened.</param>
internal sealed record BurnAnswer(string Window, string? Rate);

/// <summary>One burn-rate alert as it stands.</summary>
internal sealed record TierAnswer(
    string Name,
    BurnRateSeverity Severity,
    string LongWindow,
    string ShortWindow,
    string Factor,
    string? Rate,
    BurnRateDecision Decision,
    bool Firing,
    bool HeldBack
)
{
    public static TierAnswer Of(TierState tier, SloStatus status) =>
        new(
            tier.Alert.Name,
            tier.Alert.Severity,
            DurationText.Format(tier.Alert.LongWindow),
            DurationText.Format(tier.Alert.ShortWindow),
            Ratios.Text(tier.Alert.Factor(status.Period.Duration)),
            Ratios.Text(status.GoverningBurn(tier.Alert)),
            tier.Decision,
            tier.IsFiring,
            tier.IsHeldBack
        );
}

internal sealed record RangeAnswer(Instant From, Instant To)
{
    public static RangeAnswer Of(Interval range) => new(range.Start, range.End);
}
