using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Preview;

/// <summary>The past of an unsaved SLO: asked once, played as often as somebody moves the objective.</summary>
/// <param name="Sli">What was counted; with another one it has to be asked again.</param>
/// <param name="Range">What was asked for, on slice boundaries.</param>
/// <param name="Failure">Why it is not all there; null when it is.</param>
internal abstract record SloHistory(Sli Sli, Interval Range, string? Failure)
{
    /// <summary>Of a course that is drawn.</summary>
    protected const int MostPoints = 400;

    public abstract int MeasuredSlices { get; }

    public bool IsEmpty => MeasuredSlices == 0;

    /// <summary>Mean number of events in a day, over what was measured.</summary>
    public abstract decimal? EventsPerDay { get; }

    public virtual bool Fits(Slo slo) => slo.Sli == Sli;

    public abstract SloRehearsal Play(Slo slo);

    /// <summary>What known sets of alerts would have sent, for an SLO that was played.</summary>
    public abstract IReadOnlyList<AlertSetOutcome> Compare(Slo slo, SloRehearsal played);
}
