namespace Portal.Domain.Slos;

/// <summary>How a slice counts against the budget. It turns the raw counts of a slice into what the budget adds up.</summary>
public sealed record Budgeting
{
    // Ratios of slices are kept to 12 decimals, so that sums over years of slices stay exact.
    private const int RatioDecimals = 12;

    private Budgeting(BudgetingMethod method, decimal? timeSliceTarget)
    {
        Method = method;
        TimeSliceTarget = timeSliceTarget;
    }

    public static Budgeting Occurrences { get; } = new(BudgetingMethod.Occurrences, null);

    public static Budgeting RatioTimeslices { get; } = new(BudgetingMethod.RatioTimeslices, null);

    public BudgetingMethod Method { get; }

    /// <summary>The share of good events, above 0 and up to 1, that makes a slice good. Only with time slices.</summary>
    public decimal? TimeSliceTarget { get; }

    /// <exception cref="DomainException">The target is not above 0 and at most 1.</exception>
    public static Budgeting Timeslices(decimal target) =>
        target is > 0 and <= 1
            ? new Budgeting(BudgetingMethod.Timeslices, target)
            : throw new DomainException(
                "The target of a time slice is above 0 and at most 1: 0.95 means 95 % good events."
            );

    /// <summary>
    /// What the raw counts of one slice add to the budget's sums: its events, or one good or bad slice, or its ratio.
    /// A slice without events adds nothing and is measured.
    /// </summary>
    public SliceSums Count(SliceSums slice) =>
        Method switch
        {
            BudgetingMethod.Occurrences => slice,
            BudgetingMethod.Timeslices => slice with
            {
                Good = slice.HasTraffic && slice.Good >= TimeSliceTarget * slice.Total ? 1 : 0,
                Total = slice.HasTraffic ? 1 : 0,
            },
            BudgetingMethod.RatioTimeslices => slice with
            {
                Good = Math.Round(slice.Ratio ?? 0, RatioDecimals),
                Total = slice.HasTraffic ? 1 : 0,
            },
        };

    /// <summary>
    /// The sums in the unit of the budget. The budget of time slices belongs to all slices of the window, so a slice
    /// without events is one that was not bad.
    /// </summary>
    public SliceSums ForBudget(SliceSums sums) =>
        Method switch
        {
            BudgetingMethod.Occurrences => sums,
            BudgetingMethod.Timeslices => sums with { Good = sums.Expected - sums.Bad, Total = sums.Expected },
            BudgetingMethod.RatioTimeslices => sums,
        };

    /// <summary>
    /// The sums that a burn rate is computed from: a rate of 1 spends exactly the budget in one window. Without any
    /// event there is no rate, whatever the method.
    /// </summary>
    public SliceSums ForBurn(SliceSums sums) => sums.HasTraffic ? ForBudget(sums) : sums;
}

/// <summary>What is counted against the budget.</summary>
public enum BudgetingMethod
{
    /// <summary>Bad events over all events.</summary>
    Occurrences,

    /// <summary>Bad slices over all slices of the window; a slice is good when it reaches its target.</summary>
    Timeslices,

    /// <summary>The mean of the slices' ratios, over slices with events: every minute weighs the same.</summary>
    RatioTimeslices,
}
