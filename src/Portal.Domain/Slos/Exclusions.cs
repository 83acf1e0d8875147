using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>The time that corrections take out of an SLO; where they overlap it is taken out once.</summary>
public sealed class Exclusions
{
    public static readonly Exclusions None = new([]);

    private Exclusions(IReadOnlyList<Interval> merged) => Merged = merged;

    /// <summary>Ascending; none touches another.</summary>
    public IReadOnlyList<Interval> Merged { get; }

    public static Exclusions Of(IEnumerable<Interval> intervals)
    {
        var apart = new List<Interval>();
        foreach (var next in intervals.OrderBy(interval => interval.Start))
        {
            if (apart.Count > 0 && apart[^1].End >= next.Start)
            {
                apart[^1] = new(apart[^1].Start, Instant.Max(apart[^1].End, next.End));
            }
            else
            {
                apart.Add(next);
            }
        }

        return apart.Count == 0 ? None : new(apart);
    }

    /// <summary>How many slices of a range they take out: those that start in them.</summary>
    public int SlicesIn(Interval range, SliceGrid grid) =>
        Merged
            .Where(one => one.Start < range.End && one.End > range.Start)
            .Sum(one =>
                grid.SlicesIn(new Interval(Instant.Max(one.Start, range.Start), Instant.Min(one.End, range.End)))
            );
}
