using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>Who was on call in the past: each moment by the schedule as it stood then, whatever was edited since.</summary>
public static class ShiftHistory
{
    /// <param name="versions">Of one schedule, in any order; while none stood there was no shift.</param>
    /// <returns>The shifts that have a part in the range, cut at its ends; one that outlived an edit is one.</returns>
    public static IReadOnlyList<Shift> Of(IEnumerable<ScheduleInForce> versions, TimeRange range)
    {
        var pieces =
            from version in versions
            let part = range.Intersect(version.During)
            where part is not null
            orderby part.Start
            from shift in version.Schedule.Final(part).Shifts
            select (Shift: shift, part.Start);
        var shifts = new List<Shift>();
        foreach (var (shift, began) in pieces)
        {
            // Only where an edit cut it: two turns of one person that follow each other are two shifts.
            var goesOn = shifts.Count > 0 && shift.From == began && GoesOn(shifts[^1], shift);
            if (goesOn)
            {
                shifts[^1] = shifts[^1] with { To = shift.To };
            }
            else
            {
                shifts.Add(shift);
            }
        }

        return shifts;
    }

    private static bool GoesOn(Shift before, Shift after) => before.To == after.From && before.User == after.User;
}

/// <summary>What a schedule said, and for how long.</summary>
public sealed record ScheduleInForce(Schedule Schedule, TimeRange During);
