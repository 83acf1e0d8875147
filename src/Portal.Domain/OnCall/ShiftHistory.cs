using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>Who was on call in the past: each moment by the schedule as it stood then, whatever was edited since.</summary>
public static class ShiftHistory
{
    /// <param name="versions">Of one schedule, in any order; while none stood there was no shift.</param>
    /// <returns>
    /// The shifts that have a part in the range, cut at its ends. A shift is the time that somebody was on call without a break,
    /// whatever layer, override or edit put them there; only turns of a rotation of one person are shifts of their own.
    /// </returns>
    public static IReadOnlyList<Shift> Of(IEnumerable<ScheduleInForce> versions, TimeRange range)
    {
        var pieces =
            from version in versions
            let part = range.Intersect(version.During)
            where part is not null
            orderby part.Start
            from shift in version.Schedule.Final(part).Shifts
            select (Shift: shift, IsCut: shift.From == part.Start);
        var shifts = new List<Shift>();
        foreach (var (shift, isCut) in pieces)
        {
            if (shifts.Count > 0 && GoesOn(shifts[^1], shift, isCut))
            {
                shifts[^1] = shift with { From = shifts[^1].From };
            }
            else
            {
                shifts.Add(shift);
            }
        }

        return shifts;
    }

    /// <summary>A schedule parts what one layer gives to one person only where a turn ends.</summary>
    private static bool GoesOn(Shift before, Shift after, bool isCut)
    {
        var isTurn = before.Layer == after.Layer && !before.Override && !after.Override;
        return before.To == after.From && before.User == after.User && (isCut || !isTurn);
    }
}

/// <summary>What a schedule said, and for how long.</summary>
public sealed record ScheduleInForce(Schedule Schedule, TimeRange During);
