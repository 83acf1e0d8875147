using NodaTime;

namespace Portal.Domain.Time;

/// <summary>
/// A stretch of time that includes its start and leaves out its end, so that two ranges which touch neither overlap
/// nor leave a gap. Never empty: the end is always after the start.
/// </summary>
public sealed record TimeRange
{
    public TimeRange(Instant start, Instant end)
    {
        if (end <= start)
        {
            throw new DomainException(
                $"A time range ends after it starts; this one starts at {start} and ends at {end}."
            );
        }

        Start = start;
        End = end;
    }

    /// <summary>The first instant that is inside.</summary>
    public Instant Start { get; }

    /// <summary>The first instant after the start that is no longer inside.</summary>
    public Instant End { get; }

    public Duration Duration => End - Start;

    public bool Contains(Instant instant) => Start <= instant && instant < End;

    public bool Overlaps(TimeRange other) => Start < other.End && other.Start < End;

    /// <summary>The time that is in both ranges, or null where they share none.</summary>
    public TimeRange? Intersect(TimeRange other) =>
        Overlaps(other) ? new TimeRange(Instant.Max(Start, other.Start), Instant.Min(End, other.End)) : null;

    public override string ToString() => $"{Start}/{End}";
}
