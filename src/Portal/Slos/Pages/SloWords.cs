using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>What an SLO's numbers mean, in sentences.</summary>
internal static class SloWords
{
    /// <summary>2 min 25 s, or 8 min over.</summary>
    public static string TimeLeft(ErrorBudget budget)
    {
        var left = Length(budget.RemainingMinutes);
        // Over is over: beside its percentage the hour is enough.
        return budget.RemainingMinutes switch
        {
            <= -60 => $"{Length(Math.Ceiling(budget.RemainingMinutes / 60) * -60)} over",
            < 0 => $"{Length(-budget.RemainingMinutes)} over",
            _ => left,
        };
    }

    /// <summary>Backends extrapolate between samples: parts of an event are told only where there are few.</summary>
    public static string Events(decimal count) => Numbers.Count(Math.Round(count, Math.Abs(count) < 10 ? 1 : 0));

    /// <summary>Between which shares the SLI lies; null where there are so many events that it is as good as exact.</summary>
    public static string? Certainty(Slo slo, SloStatus status) =>
        slo.Budgeting.Method == BudgetingMethod.Occurrences
        && SliInterval.Of(status.Bad, status.Total) is { } interval
        && interval.High - interval.Low > status.Objective.Budget / 4
            ? $"few events: 95{Numbers.NoBreakSpace}% sure of {Numbers.Sli(interval.Low, status.Objective.Value)} to {Numbers.Sli(interval.High, status.Objective.Value)}"
            : null;

    /// <summary>The whole budget of the period in time: 43 min 12 s.</summary>
    public static string Whole(Objective objective, Duration period) =>
        Length(objective.Budget * (decimal)period.TotalMinutes);

    /// <summary>A part of the budget in time of complete outage.</summary>
    public static string Spent(BudgetShare share, Objective objective, Duration period) =>
        Length(share.Consumed * objective.Budget * (decimal)period.TotalMinutes);

    public static string Length(decimal minutes) =>
        Numbers.Duration(Duration.FromSeconds((long)Math.Round(minutes * 60)));

    /// <summary>What the state means and what happens next. Empty fields say it all.</summary>
    public static string Sentence(Slo slo, SloStatus status, Coverage coverage, DateTimeZone zone, Instant now) =>
        status.State switch
        {
            SloState.NoData =>
                $"Only {Numbers.Percent(status.Coverage, 0)} of the window is measured and 90 % is needed, so nothing is claimed and alerts stand still. {Why(slo, coverage, zone, now)}",
            SloState.Frozen =>
                $"Slices are missing in the look-back of an alert: alerts neither fire nor resolve until they are back. {Why(slo, coverage, zone, now)}",
            SloState.NoTraffic =>
                "Nothing happened in the whole window, so there is no ratio. Alerts neither fire nor resolve.",
            SloState.Breached =>
                $"The objective is missed: {Numbers.Percent(status.Budget.Consumed, 0)} of the budget is spent.",
            SloState.AtRisk when status.Budget.IsExhausted =>
                "The budget is spent exactly: one more failure breaks the promise.",
            SloState.AtRisk when status.ExhaustsAt is { } at =>
                $"The budget runs out at {Moments.Text(at, zone, now)} {Moments.ZoneName(at, zone)} if nothing changes.",
            SloState.AtRisk => "An alert fires; at this rate the budget does not run out.",
            SloState.Met when status.ExhaustsAt is { } at =>
                $"Met. If the last hour went on, the budget would run out at {Moments.Text(at, zone, now)} {Moments.ZoneName(at, zone)}.",
            SloState.Met => "Met. At this rate the budget does not run out.",
        };

    public static Tone Tone(SloStatus status) =>
        status.Tiers.Any(tier => tier.Notifies && tier.Alert.Severity == BudgetAlertSeverity.Page)
            ? Ui.Tone.Critical
            : StateWord.Of(status.State.ToString()).Tone;

    public static string Method(Slo slo) =>
        slo.Budgeting.Method switch
        {
            BudgetingMethod.Occurrences => "by events",
            BudgetingMethod.Timeslices =>
                $"by slices of {Numbers.Duration(slo.Grid.Slice)} with {Numbers.Objective(slo.Budgeting.TimeSliceTarget ?? 0)} good",
            BudgetingMethod.RatioTimeslices => $"by the mean of slices of {Numbers.Duration(slo.Grid.Slice)}",
        };

    public static string Journey(CompositeMethod method) =>
        method switch
        {
            CompositeMethod.Weighted => "the weighted mean",
            CompositeMethod.WorstOf => "the worst counts",
            CompositeMethod.AllGood => "each is needed",
        };

    public static string Units(Slo slo) =>
        slo.Budgeting.Method switch
        {
            BudgetingMethod.Occurrences => "events",
            BudgetingMethod.Timeslices => "slices",
            BudgetingMethod.RatioTimeslices => "slices",
        };

    private static string Why(Slo slo, Coverage coverage, DateTimeZone zone, Instant now) =>
        coverage switch
        {
            _ when slo.Sli is CompositeSli => "It is read from its parts: each of them says since when it is measured.",
            { Row: { Health: HealthStatus.Error or HealthStatus.Partial or HealthStatus.NoData, Error: { } error } } =>
                error,
            { Backfill.State: Ledger.BackfillState.Running } => "The past is being measured.",
            { MeasuredFrom: { } from } =>
                $"Measured since {Moments.Text(from, zone, now, MomentStyle.Full)} {Moments.ZoneName(from, zone)}.",
            _ => "Nothing is measured yet.",
        };
}
