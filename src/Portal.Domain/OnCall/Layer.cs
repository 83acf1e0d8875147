using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>
/// One rotation of a schedule and the hours in which it covers. Outside these hours the layer has nobody, but its turns go on:
/// a turn that falls wholly outside still counts.
/// </summary>
/// <param name="Restrictions">The hours; none means always. Hours that touch or overlap count as one window.</param>
public sealed record Layer(string Name, Rotation Rotation, IReadOnlyList<Restriction> Restrictions)
{
    public string Name { get; } =
        string.IsNullOrWhiteSpace(Name) ? throw new DomainException("A layer needs a name.") : Name;

    public IReadOnlyList<Restriction> Restrictions { get; } = [.. Restrictions];

    /// <summary>The windows in which this layer covers that have a part in <paramref name="range"/>, joined where they touch.</summary>
    public IReadOnlyList<TimeRange> Windows(TimeRange range, DateTimeZone zone)
    {
        if (Restrictions.Count == 0)
        {
            return [range];
        }

        var joined = new List<TimeRange>();
        foreach (
            var window in Restrictions.SelectMany(hours => hours.Windows(range, zone)).OrderBy(window => window.Start)
        )
        {
            if (joined.Count > 0 && window.Start <= joined[^1].End)
            {
                joined[^1] = new TimeRange(joined[^1].Start, Instant.Max(joined[^1].End, window.End));
            }
            else
            {
                joined.Add(window);
            }
        }

        return joined;
    }

    /// <summary>Who this layer has when, in order: its turns, cut to its windows and to <paramref name="range"/>.</summary>
    internal List<Coverage> Covers(TimeRange range, DateTimeZone zone)
    {
        var windows = Windows(range, zone);
        var covers = new List<Coverage>();
        var first = 0;
        foreach (var turn in Rotation.Turns(range, zone))
        {
            while (first < windows.Count && windows[first].End <= turn.Start)
            {
                first++;
            }

            for (var next = first; next < windows.Count && windows[next].Start < turn.End; next++)
            {
                var from = Instant.Max(Instant.Max(turn.Start, windows[next].Start), range.Start);
                var to = Instant.Min(Instant.Min(turn.End, windows[next].End), range.End);
                if (from < to)
                {
                    covers.Add(new Coverage(turn, from, to));
                }
            }
        }

        return covers;
    }
}

/// <summary>A part of a turn in which the layer covers.</summary>
internal readonly record struct Coverage(Turn Turn, Instant From, Instant To);
