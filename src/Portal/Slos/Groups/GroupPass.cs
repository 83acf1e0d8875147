using NodaTime;
using Portal.Domain.Time;

namespace Portal.Slos.Groups;

/// <summary>Which hours of an SLO's groups are asked next, and what a pass came to.</summary>
/// <param name="Hours">What is written; none where the backend did not answer.</param>
/// <param name="IsAddedUp">
/// The standings follow: once an hour, at first, and when the past is complete; in between a part of it changes little.
/// </param>
internal sealed record GroupPass(
    SloGroupSchedule Row,
    IReadOnlyList<GroupHour> Hours,
    Instant Reached,
    Instant PastFrom,
    Instant? StandingAt,
    Instant DueAt,
    string? Error,
    int FailedPasses,
    bool IsAddedUp
)
{
    /// <summary>Values of one answer: a good and a total for each group and hour.</summary>
    private const int MostValues = 40_000;

    private const int MostHours = 24;
    private const int MostDoublings = 6;

    private static readonly Duration Hour = GroupedHours.Hours.Slice;
    private static readonly Duration FirstWait = Duration.FromSeconds(10);

    /// <summary>Hours whose corrections were looked up instead of measuring any; null where that was not so.</summary>
    public CorrectedHours? CorrectedHours { get; init; }

    /// <summary>The hours that are due: the newest first, and then the past, a part at a time.</summary>
    /// <param name="end">End of the last hour that the backend should be able to answer for.</param>
    /// <returns>Null where everything is asked.</returns>
    public static Interval? Next(SloGroupSchedule row, Instant end)
    {
        var most = Hour * Math.Clamp(MostValues / (2 * Math.Max(row.Groups, 1)), 1, MostHours);
        return row.Reached < end ? new Interval(row.Reached, Instant.Min(row.Reached + most, end))
            : row.PastFrom > row.Target ? new Interval(Instant.Max(row.PastFrom - most, row.Target), row.PastFrom)
            : null;
    }

    /// <param name="hours">The answer; null where there was none.</param>
    /// <param name="error">Why there was none.</param>
    /// <param name="delay">How late the backend has all measurements of an instant.</param>
    public static GroupPass Of(
        SloGroupSchedule row,
        Interval asked,
        IReadOnlyList<GroupHour>? hours,
        string? error,
        Instant now,
        Instant end,
        Duration delay
    )
    {
        var isLive = asked.Start >= row.Reached;
        if (hours is null)
        {
            return Failed(row, error, now);
        }

        var reached = isLive ? asked.End : row.Reached;
        var past = isLive ? row.PastFrom : asked.Start;
        var isDone = reached >= end && past <= row.Target;
        // Later for some than for others, so that not all ask at the full hour.
        var next = isDone ? end + Hour + delay + (Duration.FromMinutes(2) * Slots.Phase(row.SloId)) : now;
        var isAddedUp = isLive || past <= row.Target || row.StandingAt is null;
        var standing = isAddedUp ? reached : row.StandingAt;
        return new(row, hours, reached, past, standing, next, null, 0, isAddedUp);
    }

    /// <summary>A pass that corrected hours and measured none; the standings follow.</summary>
    /// <param name="hours">Null where the backend did not answer, for which there is an error.</param>
    public static GroupPass Corrected(SloGroupSchedule row, CorrectedHours? hours, string? error, Instant now) =>
        hours is null
            ? Failed(row, error, now)
            : new(
                row,
                [],
                row.Reached,
                row.PastFrom,
                row.StandingAt,
                now,
                null,
                0,
                IsAddedUp: row.StandingAt is not null
            )
            {
                CorrectedHours = hours,
            };

    private static GroupPass Failed(SloGroupSchedule row, string? error, Instant now)
    {
        var wait = FirstWait * (1 << Math.Min(row.FailedPasses, MostDoublings));
        return new(
            row,
            [],
            row.Reached,
            row.PastFrom,
            row.StandingAt,
            now + wait,
            error,
            row.FailedPasses + 1,
            IsAddedUp: false
        );
    }
}
