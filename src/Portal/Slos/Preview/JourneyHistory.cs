using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Preview;

/// <summary>The past of an unsaved composite, from the ledgers of its members: no backend is asked.</summary>
/// <param name="Sums">Over the range slice by slice, before it by hours.</param>
internal sealed record JourneyHistory(CompositeSli Composite, Interval Range, ISumsOver Sums)
    : SloHistory(Composite, Range, null)
{
    private readonly LookBackSums known = new(Sums, Range);
    private SliceSums? whole;

    private SliceSums Whole => whole ??= Sums.Over(Range);

    public override int MeasuredSlices => Whole.Measured;

    public override decimal? EventsPerDay =>
        IsEmpty ? null : Whole.Total / (decimal)Range.Duration.TotalDays / Whole.Coverage;

    /// <summary>The first time members are combined slice by slice; another objective costs nothing of that again.</summary>
    public override SloRehearsal Play(Slo slo)
    {
        known.Know(slo, []);
        return SloRehearsal.Of(slo, known, known, Range, MostPoints);
    }

    public override IReadOnlyList<AlertSetOutcome> Compare(Slo slo, SloRehearsal played)
    {
        known.Know(slo, AlertSets.For(slo.Window, slo.Objective, slo.Grid).SelectMany(set => set.Alerts));
        return played.Compare(slo, known, known, Range);
    }
}
