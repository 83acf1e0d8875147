using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Preview;

/// <summary>What a backend had for an unsaved SLO: asked once, played as often as somebody moves the objective.</summary>
/// <param name="Sli">What was counted; with another one it has to be asked again.</param>
/// <param name="Slices">Of the range, raw.</param>
/// <param name="Before">Hours before the range, raw, so that long windows are full at its beginning.</param>
/// <param name="Range">What was asked for, on slice boundaries.</param>
/// <param name="Took">The time of all requests together.</param>
/// <param name="Failure">Why it is not all there; null when it is.</param>
internal sealed record SliceHistory(
    Sli Sli,
    SliceSeries Slices,
    IReadOnlyList<(Instant Start, SliceSums Sums)> Before,
    Interval Range,
    Duration Took,
    string? Failure
) : SloHistory(Sli, Range, Failure)
{
    private (Budgeting Budgeting, CumulativeSums Slices, ISumsOver All)? sums;

    public override int MeasuredSlices => Slices.Starts.Count;

    public override bool Fits(Slo slo) => base.Fits(slo) && slo.Grid == Slices.Grid;

    /// <summary>Quick enough to follow a slider: what does not depend on the objective is added up once.</summary>
    public override SloRehearsal Play(Slo slo)
    {
        var known = SumsOf(slo.Budgeting);
        return SloRehearsal.Of(slo, known.Slices, known.All, Played, MostPoints);
    }

    /// <summary>What known sets of alerts would have sent, for an SLO that was played.</summary>
    public override IReadOnlyList<AlertSetOutcome> Compare(Slo slo, SloRehearsal played)
    {
        var known = SumsOf(slo.Budgeting);
        return played.Compare(slo, known.Slices, known.All, Played);
    }

    private Interval Played => new(Slices.Starts[0], Range.End);

    private (Budgeting Budgeting, CumulativeSums Slices, ISumsOver All) SumsOf(Budgeting budgeting)
    {
        if (sums is not { } known || known.Budgeting != budgeting)
        {
            sums = known = (
                budgeting,
                CumulativeSums.Of(Slices, budgeting),
                // Whether an hour's slices were good cannot be told from the hour.
                SloRehearsal.Join(Slices, budgeting.Method == BudgetingMethod.Occurrences ? Before : [], budgeting)
            );
        }

        return known;
    }

    /// <summary>Mean number of events in a day, over what was measured.</summary>
    public override decimal? EventsPerDay =>
        IsEmpty ? null : Slices.Total.Sum() / Slices.Starts.Count * Slices.Grid.SlicesIn(Duration.FromDays(1));
}
