using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.Reports;

/// <summary>When the numbers of a month are frozen: once it is over and what was measured late is in.</summary>
public static class FrozenMonths
{
    /// <summary>From the end of a month on, so long are late slices waited for in any case.</summary>
    public static readonly Duration LateSlices = Duration.FromDays(2);

    /// <summary>And so long for an SLO whose slices are not all measured yet: a backend may be away, or the portal was.</summary>
    public static readonly Duration Patience = Duration.FromDays(14);

    /// <summary>The whole month by the calendar of a zone.</summary>
    public static TimeRange RangeOf(YearMonth month, DateTimeZone zone) =>
        new(
            WallClock.EarlierOrAfterGap(month.OnDayOfMonth(1).AtMidnight(), zone),
            WallClock.EarlierOrAfterGap(month.PlusMonths(1).OnDayOfMonth(1).AtMidnight(), zone)
        );

    /// <summary>The months that are to be frozen now, oldest first; those that nobody froze in time are among them.</summary>
    /// <param name="first">When the first SLO was defined.</param>
    /// <param name="frozen">Those of which every number is frozen.</param>
    public static IEnumerable<YearMonth> Due(
        Instant first,
        Instant now,
        DateTimeZone zone,
        IReadOnlySet<YearMonth> frozen
    )
    {
        for (
            var month = first.InZone(zone).Date.ToYearMonth();
            RangeOf(month, zone).End + LateSlices <= now;
            month = month.PlusMonths(1)
        )
        {
            if (!frozen.Contains(month))
            {
                yield return month;
            }
        }
    }

    /// <summary>Whether the numbers of one SLO may be frozen: everything up to the end is measured, or waited for long enough.</summary>
    /// <param name="measuredUpTo">Start of its first slice that no backend has answered for; null for one that is no longer measured.</param>
    /// <param name="readsPast">Its past is still being read from the backend.</param>
    /// <param name="end">Of what is frozen.</param>
    public static bool IsReady(Instant? measuredUpTo, bool readsPast, Instant end, Instant now) =>
        measuredUpTo is null || (measuredUpTo >= end && !readsPast) || now >= end + Patience;
}
