using Portal.Domain.Slos;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>How one number of an SLO comes about.</summary>
/// <param name="Key">As the address has it: <c>?why=budget</c>.</param>
/// <param name="Title">The number.</param>
/// <param name="Rule">The formula.</param>
/// <param name="Inserted">The same with the numbers of now.</param>
/// <param name="Note">What else decides it; null where nothing does.</param>
internal sealed record Formula(string Key, string Title, string Rule, string Inserted, string? Note = null)
{
    public const string Sli = "sli";
    public const string Budget = "budget";
    public const string Burn = "burn";
    public const string Empty = "empty";

    /// <summary>Those of an SLO whose numbers are known.</summary>
    public static IReadOnlyList<Formula> Of(Slo slo, SloStatus status) =>
        [OfSli(slo, status), OfBudget(slo, status), OfBurn(slo, status), OfEmpty(slo, status)];

    private static Formula OfSli(Slo slo, SloStatus status) =>
        new(
            Sli,
            $"SLI, {WindowText.Of(slo.Window)}",
            $"SLI = (all − bad) / all, in {SloWords.Units(slo)}",
            status.Sli is { } sli
                ? $"({Exact(status.Total)} − {Exact(status.Bad)}) / {Exact(status.Total)} = {Ratio(sli)}"
                : "Nothing happened: 0 / 0 is no ratio.",
            slo.Budgeting.Method switch
            {
                BudgetingMethod.Occurrences => "Sums of the whole window are divided, never ratios averaged.",
                BudgetingMethod.Timeslices =>
                    $"A slice of {Numbers.Duration(slo.Grid.Slice)} is good from {Numbers.Objective(slo.Budgeting.TimeSliceTarget ?? 0)} good events on; one without events is not bad.",
                BudgetingMethod.RatioTimeslices =>
                    $"The mean of the ratios of all slices of {Numbers.Duration(slo.Grid.Slice)} with events.",
            }
        );

    private static Formula OfBudget(Slo slo, SloStatus status)
    {
        var budget = status.Budget;
        var share = Ratio(status.Objective.Budget);
        var all = budget.AllowedBad / status.Objective.Budget;
        return new(
            Budget,
            "Budget left",
            "left = 1 − bad / ((1 − objective) · all)",
            $"1 − {Exact(budget.Bad)} / ({share} · {Exact(all)}) = 1 − {Exact(budget.Bad)} / {Exact(budget.AllowedBad)} = {Ratio(budget.Remaining)}",
            $"In time: {Ratio(budget.Remaining)} · {share} · {Numbers.Duration(status.Period.Duration)} = {SloWords.TimeLeft(budget)} of complete outage."
                + (
                    status.ProjectedBudget is { } projected
                        ? $" Projected for the whole {WindowText.Short(slo.Window)}: the same bad ones, and all × whole period / time passed: {Ratio(projected.Remaining)}."
                        : ""
                )
        );
    }

    private static Formula OfBurn(Slo slo, SloStatus status)
    {
        var burn = status.BurnRates.First(one => one.Window == Slo.CurrentBurn);
        return new(
            Burn,
            "Burn rate, last hour",
            "burn = (bad / all) / (1 − objective)",
            burn.Rate is { } rate
                ? $"({Exact(burn.Bad)} / {Exact(burn.Total)}) / {Ratio(status.Objective.Budget)} = {Ratio(rate)}"
                : "Nothing happened in the last hour: 0 / 0 is no rate.",
            $"At 1 the budget lasts exactly {WindowText.Whole(slo.Window)}. A burn-rate alert fires above share of the budget · window / long window, in both of its windows."
        );
    }

    private static Formula OfEmpty(Slo slo, SloStatus status) =>
        slo.Window is RollingWindow
            ? new(
                Empty,
                "When the budget is empty",
                "least t with X(t) + e·r·t ≥ (1 − objective) · (T(t) + r·t)",
                $"e · r = the failures of the last hour, burn {Ratio(status.CurrentBurn)}; {EndOf(status)}",
                "X(t) and T(t) are the bad and all of the past that are still in the window after t: old errors leave it while new ones come in."
            )
            : new(
                Empty,
                "When the budget is empty",
                "t = left of the whole period · length of the period / burn",
                $"{Ratio((status.ProjectedBudget ?? status.Budget).Remaining)} · {Numbers.Duration(status.Period.Duration)} / {Ratio(status.CurrentBurn)}; {EndOf(status)}",
                "A period that ends before begins again with a full budget."
            );

    private static string EndOf(SloStatus status) =>
        status.ExhaustsAt switch
        {
            null => "it does not run out at this rate.",
            { } at when at <= status.Window.End => "it is empty already.",
            { } at => $"in {Moments.Age(at - status.Window.End)}.",
        };

    private static string Exact(decimal count) => Numbers.Exact(Math.Round(count, 3));

    private static string Ratio(decimal? ratio) =>
        ratio is { } value ? Numbers.Exact(Math.Round(value, 9)) : Numbers.Unknown;
}
