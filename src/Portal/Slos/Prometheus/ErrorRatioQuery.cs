using System.Globalization;
using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;

namespace Portal.Slos.Prometheus;

/// <summary>
/// The PromQL for what an SLO's burn rate is computed from: the share that was bad over a window. No traffic, or no
/// measurement, is no series: it neither fires nor counts as good.
/// </summary>
/// <remarks>
/// Events are counted over the window at once. What is judged slice by slice is a subquery in steps of a slice; its range
/// is a millisecond short, so that Prometheus 2, which takes both ends in, sees no slice too many.
/// </remarks>
internal sealed class ErrorRatioQuery(Slo slo)
{
    // What the ledger takes for no measurement, NaN included.
    private const string Largest = "1e18";

    private readonly QueriedSli sli = (QueriedSli)slo.Sli;

    private bool IsSliced => sli is ThresholdSli || slo.Budgeting.Method != BudgetingMethod.Occurrences;

    /// <summary>Bad over all, from 0 to 1: bad / total; for time slices bad slices / all slices of the window.</summary>
    public string Over(Duration window) =>
        !IsSliced ? EventRatio(window)
        : slo.Budgeting.Method == BudgetingMethod.Timeslices
            ? Text($"{Slices("sum_over_time", window)} / {slo.Grid.SlicesIn(window)}")
        : Slices("avg_over_time", window);

    /// <summary>How many were bad, in the unit of the budget: events or slices.</summary>
    public string Bad(Duration window) => IsSliced ? Slices("sum_over_time", window) : BadEvents(window);

    /// <summary>How many there were, in the same unit; all slices of the window where those are counted.</summary>
    public string All(Duration window) =>
        !IsSliced ? Total(window)
        : slo.Budgeting.Method == BudgetingMethod.Timeslices || sli is ThresholdSli
            ? $"vector({slo.Grid.SlicesIn(window)})"
        : Slices("count_over_time", window);

    private string Slices(string function, Duration window) => $"{function}(({BadShareOfSlice()}){Steps(window)})";

    /// <summary>How bad one slice was: 1 or 0, or its error ratio.</summary>
    private string BadShareOfSlice() =>
        sli is ThresholdSli value ? BadValue(value)
        : slo.Budgeting.TimeSliceTarget is { } target ? Text($"{EventRatio(slo.Grid.Slice)} > bool {Plain(1 - target)}")
        : EventRatio(slo.Grid.Slice);

    private string BadValue(ThresholdSli value)
    {
        var measured = $"((({SliceQuery.PartOf(value, slo.Grid.Slice)}) > -{Largest}) < {Largest})";
        var isBad = value.IsGood switch
        {
            Comparison.Above => "<=",
            Comparison.AtLeast => "<",
            Comparison.Below => ">=",
            Comparison.AtMost => ">",
            Comparison.Equal or Comparison.NotEqual => throw new InvalidOperationException("It has no worse side"),
        };
        return $"{measured} {isBad} bool {Plain(value.Threshold)}";
    }

    private string EventRatio(Duration window) => $"clamp({BadEvents(window)} / ({Total(window)} > 0), 0, 1)";

    /// <summary>
    /// A counter of errors first appears with the first error: absent beside a total it is zero. A classic histogram has all
    /// its buckets: an absent one is a threshold that is none, and no measurement.
    /// </summary>
    private string BadEvents(Duration window)
    {
        var part = Part(window);
        return sli switch
        {
            RatioSli { Good: null } => $"({part} or vector(0))",
            RatioSli => $"({Total(window)} - ({part} or vector(0)))",
            GaugeSli { IsFailure: true } => part,
            _ => $"({Total(window)} - {part})",
        };
    }

    private string Part(Duration window) =>
        IsStretchable ? SliceQuery.PartOf(sli, window) : Summed(SliceQuery.PartOf(sli, slo.Grid.Slice), window);

    private string Total(Duration window) =>
        IsStretchable ? SliceQuery.TotalOf(sli, window)! : Summed(SliceQuery.TotalOf(sli, slo.Grid.Slice)!, window);

    /// <summary>A query that is written out for slices of one length can only be added up slice by slice.</summary>
    private bool IsStretchable =>
        sli is not RatioSli ratio
        || (SliceQuery.IsStretchable((ratio.Good ?? ratio.Bad)!) && SliceQuery.IsStretchable(ratio.Total));

    private string Summed(string query, Duration window) =>
        window == slo.Grid.Slice ? query : $"sum_over_time(({query}){Steps(window)})";

    private string Steps(Duration window) =>
        Text($"[{(long)window.TotalMilliseconds - 1}ms:{(long)slo.Grid.Slice.TotalSeconds}s]");

    public static string Plain(decimal number) =>
        number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
