using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.Slos;

/// <summary>
/// Says that some time is not to be held against an SLO, once or again and again, before or after the fact. What was
/// measured stays as it is; only what counts for the budget changes, and comes back when the correction is withdrawn.
/// </summary>
public sealed record Correction
{
    public static readonly Duration Longest = Duration.FromDays(366);

    /// <param name="slo">Name of the SLO that it corrects.</param>
    /// <param name="effect">What becomes of the time.</param>
    /// <param name="reason">Why, for whoever reads the report.</param>
    /// <param name="zone">In which the times are meant.</param>
    /// <param name="start">Local beginning of the first occurrence.</param>
    /// <param name="length">Of each occurrence, in real time.</param>
    /// <param name="recurrence">Null for once.</param>
    /// <exception cref="DomainException">No SLO or reason is named, or the length is not above 0 and at most 366 d.</exception>
    public Correction(
        string slo,
        CorrectionEffect effect,
        string reason,
        DateTimeZone zone,
        LocalDateTime start,
        Duration length,
        Recurrence? recurrence = null
    )
    {
        Slo = string.IsNullOrWhiteSpace(slo) ? throw new DomainException("A correction names the SLO it is for.") : slo;
        Reason = string.IsNullOrWhiteSpace(reason)
            ? throw new DomainException("A correction needs a reason: whoever reads the numbers will ask.")
            : reason.Trim();
        Length =
            length > Duration.Zero && length <= Longest
                ? length
                : throw new DomainException("A correction lasts longer than nothing and at most 366 d.");
        (Effect, Zone, Start, Recurrence) = (effect, zone, start, recurrence);
    }

    public string Slo { get; }

    public CorrectionEffect Effect { get; }

    public string Reason { get; }

    public DateTimeZone Zone { get; }

    public LocalDateTime Start { get; }

    public Duration Length { get; }

    public Recurrence? Recurrence { get; }

    /// <summary>
    /// Its occurrences that touch a range, ascending. A local time that the clock skips begins after the gap, one that
    /// comes twice begins at the first.
    /// </summary>
    public IEnumerable<Interval> Within(Interval range)
    {
        var before = range.End.InZone(Zone).Date.PlusDays(1);
        IEnumerable<LocalDateTime> starts = Recurrence is null ? [Start] : Recurrence.Occurrences(Start, before);
        return starts
            .Select(start => WallClock.EarlierOrAfterGap(start, Zone))
            .Select(start => new Interval(start, start + Length))
            .Where(one => one.Start < range.End && one.End > range.Start);
    }
}

/// <summary>What becomes of the time of a correction.</summary>
public enum CorrectionEffect
{
    /// <summary>It is as if it had not been: neither good nor bad, and not expected to be measured.</summary>
    Exclude,

    /// <summary>What was bad in it counts as good.</summary>
    CountAsGood,
}
