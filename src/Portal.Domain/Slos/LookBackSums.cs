using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// A past that is slow to ask, such as that of a composite, with what look-backs come to at every boundary of a range added up
/// once: alerts and objectives are played over it as often as somebody moves them. Safe to be asked by several at a time.
/// </summary>
/// <param name="past">What is asked for everything else.</param>
/// <param name="ends">Its boundaries are where look-backs end.</param>
public sealed class LookBackSums(ISumsOver past, Interval ends) : ISumsOver
{
    /// <summary>Those of all known sets of alerts and of some windows; beyond it the ones that are no longer asked for go.</summary>
    private const int Most = 30;

    private readonly Lock _adding = new();
    private readonly long _first = past.Boundaries.IndexFrom(ends.Start);

    // Replaced and never changed, so that whoever reads needs no lock.
    private Dictionary<Duration, SliceSums[]> _known = [];

    public SliceGrid Boundaries => past.Boundaries;

    /// <summary>Adds up what an SLO and some alerts of it ask for.</summary>
    public void Know(Slo slo, IEnumerable<BudgetAlert> alerts)
    {
        var lengths = alerts
            .SelectMany(alert => alert.LookBacks(slo.Window))
            .Concat(slo.LookBacks)
            .Select(lookBack => slo.Grid.Slice * slo.Grid.SlicesIn(lookBack))
            .Concat(slo.Window is RollingWindow window ? [window.Length] : [])
            .ToHashSet();
        lock (_adding)
        {
            var kept = _known.Count + lengths.Count > Most ? _known.Where(one => lengths.Contains(one.Key)) : _known;
            var known = kept.ToDictionary();
            foreach (var length in lengths.Where(length => !known.ContainsKey(length)))
            {
                known.Add(length, [.. Ends().Select(end => past.Over(new Interval(end - length, end)))]);
            }

            Volatile.Write(ref _known, known);
        }
    }

    public SliceSums Over(Interval range)
    {
        var at = Boundaries.IndexFrom(range.End);
        return
            Volatile.Read(ref _known).TryGetValue(range.Duration, out var sums)
            && Boundaries.StartOf(at) == range.End
            && at >= _first
            && at - _first < sums.Length
            ? sums[at - _first]
            : past.Over(range);
    }

    private IEnumerable<Instant> Ends()
    {
        for (var at = _first; Boundaries.StartOf(at) <= ends.End; at++)
        {
            yield return Boundaries.StartOf(at);
        }
    }
}
