using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;

namespace Portal.OnCall;

/// <summary>What a change to a schedule means for people, before it is saved.</summary>
internal static class ScheduleDiff
{
    /// <returns>In order of time; neighbours with the same people are one.</returns>
    public static IReadOnlyList<ShiftChange> Of(Schedule before, Schedule after, TimeRange range)
    {
        var (old, now) = (before.Final(range).Shifts, after.Final(range).Shifts);
        var cuts = old.Concat(now)
            .SelectMany(shift => new[] { shift.From, shift.To })
            .Append(range.Start)
            .Append(range.End)
            .Distinct()
            .Order()
            .ToList();
        var changes = new List<ShiftChange>();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
        {
            Add(changes, new ShiftChange(from, to, At(old, from), At(now, from)));
        }

        return changes;
    }

    private static void Add(List<ShiftChange> changes, ShiftChange change)
    {
        if (change.Before == change.After)
        {
            return;
        }

        if (
            changes is [.., var last]
            && last.To == change.From
            && last.Before == change.Before
            && last.After == change.After
        )
        {
            changes[^1] = last with { To = change.To };
            return;
        }

        changes.Add(change);
    }

    private static string? At(IReadOnlyList<Shift> shifts, Instant at) =>
        shifts.FirstOrDefault(shift => shift.From <= at && at < shift.To)?.User;
}

/// <summary>A time at which another person would be on call than now.</summary>
/// <param name="Before">Null for nobody.</param>
public sealed record ShiftChange(Instant From, Instant To, string? Before, string? After);
