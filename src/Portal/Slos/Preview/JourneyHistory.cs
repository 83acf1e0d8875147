using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Preview;

/// <summary>The past of an unsaved composite, from the ledgers of its members: no backend is asked.</summary>
/// <param name="Sums">Over the range slice by slice, before it by hours.</param>
internal sealed record JourneyHistory(CompositeSli Composite, Interval Range, ISumsOver Sums)
    : SloHistory(Composite, Range, null)
{
    private SliceSums? whole;

    private SliceSums Whole => whole ??= Sums.Over(Range);

    public override int MeasuredSlices => Whole.Measured;

    public override decimal? EventsPerDay =>
        IsEmpty ? null : Whole.Total / (decimal)Range.Duration.TotalDays / Whole.Coverage;

    public override SloRehearsal Play(Slo slo) => SloRehearsal.Of(slo, Sums, Sums, Range, MostPoints);

    /// <summary>Each set would be combined anew slice by slice: too slow while somebody waits.</summary>
    public override IReadOnlyList<AlertSetOutcome> Compare(Slo slo, SloRehearsal played) => [];
}
