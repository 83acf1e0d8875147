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

/// <summary>One alert of a budget as it stands.</summary>
/// <param name="LongWindow">What it looks back over; null where that is the whole window.</param>
/// <param name="ShortWindow">Of burn-rate alerts.</param>
/// <param name="Factor">The burn rate that a burn-rate alert fires above; null for the others.</param>
/// <param name="BudgetShare">Share of the budget: spent, dropped or remaining.</param>
/// <param name="Rate">What a burn-rate alert compares with its factor; null without events.</param>
/// <param name="Value">What the others compare with their share; null where that is not known.</param>
internal sealed record TierAnswer(
    string Name,
    string Kind,
    BudgetAlertSeverity Severity,
    string? LongWindow,
    string? ShortWindow,
    string? Factor,
    string BudgetShare,
    string? Rate,
    string? Value,
    BudgetAlertDecision Decision,
    bool Firing,
    bool HeldBack
)
{
    public static TierAnswer Of(TierState tier, SloStatus status)
    {
        var burn = tier.Alert as BurnRateAlert;
        return new(
            tier.Alert.Name,
            AlertConditionCodec.KindOf(tier.Alert),
            tier.Alert.Severity,
            tier.Alert.LookBack is { } lookBack ? DurationText.Format(lookBack) : null,
            burn is null ? null : DurationText.Format(burn.ShortWindow),
            Ratios.Text(burn?.Factor(status.Period.Duration)),
            Ratios.Text(tier.Alert.BudgetShare),
            burn is null ? null : Ratios.Text(tier.Value),
            burn is null ? Ratios.Text(tier.Value) : null,
            tier.Decision,
            tier.IsFiring,
            tier.IsHeldBack
        );
    }
}

internal sealed record RangeAnswer(Instant From, Instant To)
{
    public static RangeAnswer Of(Interval range) => new(range.Start, range.End);
}
