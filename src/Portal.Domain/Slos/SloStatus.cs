using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>How an SLO stands at one instant: every number with the counts that it comes from.</summary>
/// <param name="Objective">The promise.</param>
/// <param name="Sli">Good share of the window, from 0 to 1; null where nothing happened in it.</param>
/// <param name="Good">Good events, slices or summed ratios, as counted.</param>
/// <param name="Total">All of them.</param>
/// <param name="Bad">Those that count against the budget.</param>
/// <param name="Budget">The budget; of what has happened so far in a calendar period.</param>
/// <param name="ProjectedBudget">An estimate for the whole calendar period; null where there is nothing to estimate.</param>
/// <param name="Coverage">Share of the window's slices that were measured.</param>
/// <param name="State">One word.</param>
/// <param name="BurnRates">One per look-back, shortest first.</param>
/// <param name="Tiers">The alerts, fastest first.</param>
/// <param name="ExhaustsAt">When the budget is gone at the burn of the last hour; null where it lasts.</param>
/// <param name="Window">The range measured, half-open: the end is the instant of the status.</param>
/// <param name="Period">The period that the budget is for; ends in the future for calendar windows.</param>
/// <param name="Notice">What is wrong with the counts; null where nothing is.</param>
public sealed record SloStatus(
    Objective Objective,
    decimal? Sli,
    decimal Good,
    decimal Total,
    decimal Bad,
    ErrorBudget Budget,
    ErrorBudget? ProjectedBudget,
    decimal Coverage,
    SloState State,
    IReadOnlyList<BurnRate> BurnRates,
    IReadOnlyList<TierState> Tiers,
    Instant? ExhaustsAt,
    Interval Window,
    Interval Period,
    string? Notice
)
{
    // Above a burn of 1 the budget does not last; with a quarter left of it that is worth a look before an alert says so.
    private const decimal LowBudget = 0.25m;

    /// <summary>An alert cannot be judged for want of slices: it neither fires nor resolves until they are back.</summary>
    public bool AlertsAreFrozen => Tiers.Any(tier => tier.Decision == BudgetAlertDecision.Unknown);

    /// <summary>The burn over the last hour; null where nothing happened in it.</summary>
    public decimal? CurrentBurn => BurnRates.First(burn => burn.Window == Slo.CurrentBurn).Rate;

    /// <summary>Lower is worse: first by state, then by what is left of the budget.</summary>
    public (int State, decimal Left) Urgency =>
        (
            State switch
            {
                SloState.Breached => 0,
                SloState.AtRisk => 1,
                SloState.Frozen => 2,
                SloState.NoData => 3,
                SloState.Met => 4,
                SloState.NoTraffic => 5,
            },
            Budget.Remaining
        );

    /// <param name="slo">The definition.</param>
    /// <param name="reading">Its sums.</param>
    /// <param name="firing">Names of the alerts that fired after the last judgement.</param>
    public static SloStatus Of(Slo slo, SloReading reading, IReadOnlyCollection<string> firing)
    {
        var period = slo.Window.PeriodAt(reading.At);
        var sums = reading.Window;
        var budget = slo.BudgetOf(sums, period);
        var projected = slo.ProjectedBudget(sums, reading.At);
        var current = slo.BurnOver(Slo.CurrentBurn, reading.LookBacks[Slo.CurrentBurn]).Rate;
        var judged = reading.For(period);
        var tiers = TierState.Next(slo.Alerts.Select(alert => JudgedAlert.Of(slo, alert, judged)), firing);
        return new SloStatus(
            slo.Objective,
            sums.Ratio,
            sums.Good,
            sums.Total,
            sums.Bad,
            budget,
            projected,
            sums.Coverage,
            StateOf(sums, budget, current, tiers),
            [.. slo.LookBacks.Select(lookBack => slo.BurnOver(lookBack, reading.LookBacks[lookBack]))],
            tiers,
            ExhaustsAtOf(slo, reading, period, projected ?? budget, current),
            slo.Window.RangeAt(reading.At),
            period,
            reading.Notice
        );
    }

    // The order matters: what is not known comes first, then what is certain, then what is likely.
    private static SloState StateOf(
        SliceSums sums,
        ErrorBudget budget,
        decimal? currentBurn,
        IReadOnlyList<TierState> tiers
    )
    {
        if (!sums.IsCovered)
        {
            return SloState.NoData;
        }

        if (!sums.HasTraffic)
        {
            return SloState.NoTraffic;
        }

        if (budget.IsOverspent)
        {
            return SloState.Breached;
        }

        if (tiers.Any(tier => tier.Decision == BudgetAlertDecision.Unknown))
        {
            return SloState.Frozen;
        }

        var isBurningLow = currentBurn > 1 && budget.Remaining < LowBudget;
        return budget.IsExhausted || isBurningLow || tiers.Any(tier => tier.IsFiring) ? SloState.AtRisk : SloState.Met;
    }

    private static Instant? ExhaustsAtOf(
        Slo slo,
        SloReading reading,
        Interval period,
        ErrorBudget budget,
        decimal? burn
    ) =>
        slo.Window is CalendarWindow
            ? Exhaustion.OfPeriod(reading.At, period, budget.Remaining, burn)
            : Exhaustion.OfRolling(
                reading.At,
                period.Duration,
                slo.Objective,
                [.. reading.Steps.Select(slo.Budgeting.ForBudget)],
                burn
            );
}

/// <summary>The state of an SLO, in one word.</summary>
public enum SloState
{
    /// <summary>The objective is met and nothing threatens it.</summary>
    Met,

    /// <summary>
    /// Met, and in danger: a burn-rate alert fires, or the budget is exactly used up, or less than a quarter of it is
    /// left while the last hour burns faster than 1.
    /// </summary>
    AtRisk,

    /// <summary>More was bad than the budget allows.</summary>
    Breached,

    /// <summary>Measured, and nothing happened in the whole window: there is no ratio.</summary>
    NoTraffic,

    /// <summary>Fewer than 9 of 10 slices of the window are measured: nothing is claimed, alerts are frozen.</summary>
    NoData,

    /// <summary>
    /// The window is measured well enough and its budget not overspent, but slices are missing in the look-back of an
    /// alert: alerts neither fire nor resolve until they are back.
    /// </summary>
    Frozen,
}
