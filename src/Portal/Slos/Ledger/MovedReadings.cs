using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>
/// Readings of a pass from those of the pass before: what entered a window since then is added, what left it is taken
/// away. A handful of slices instead of hundreds, for exactly the same sums.
/// </summary>
/// <remarks>
/// Only while nothing that the reading before had counted has changed: whoever changes the past otherwise, by a correction,
/// a backfill or an edit, reads anew or drops the reading. Once an hour everything is added up anew in any case.
/// </remarks>
internal static class MovedReadings
{
    private const int MostSlices = 10;

    private static readonly SliceGrid Hours = new(Duration.FromHours(1));

    private const string Slices = """
        select part.key, coalesce(slice.corrected_good, slice.unit_good, slice.good) as good,
            coalesce(slice.corrected_total, slice.unit_total, slice.total) as total, not slice.is_excluded as is_measured
        from unnest(@Keys, @Slos, @Generations, @Starts) as part(key, slo_id, generation, start)
        join slo_slice slice on slice.slo_id = part.slo_id and slice.generation = part.generation
            and slice.start = part.start
        """;

    /// <param name="slos">Each with the reading before; null where there is none, or what it counted has changed.</param>
    public static async Task<IReadOnlyList<SloReading>> OfAsync(
        UnitOfWork work,
        IReadOnlyList<(MeasuredSlo Slo, SloReading? Before)> slos,
        CancellationToken cancellationToken
    )
    {
        var moves = slos.Where(one => CanMove(one.Slo, one.Before))
            .Select(one => new Move(one.Slo, one.Before!))
            .ToList();
        var anew = slos.Where(one => !CanMove(one.Slo, one.Before)).Select(one => one.Slo).ToList();
        var readings = (await LedgerReadings.OfAsync(work, anew, cancellationToken))
            .Zip(anew, (reading, slo) => (slo.Id, reading))
            .Concat(await MovedAsync(work, moves, cancellationToken))
            .ToDictionary(one => one.Id, one => one.reading);
        return [.. slos.Select(one => readings[one.Slo.Id])];
    }

    private static bool CanMove(MeasuredSlo slo, SloReading? before) =>
        before is not null
        // What a window was some time ago moves by other slices.
        && slo.Slo.Befores.Count == 0
        // A composite has no slices that could enter or leave.
        && slo.Slo.Sli is not CompositeSli
        && before.At <= slo.At
        && slo.At - before.At <= slo.Slo.Grid.Slice * MostSlices
        && Hours.Floor(slo.At) != slo.At
        // A calendar window begins anew.
        && slo.Slo.Window.RangeAt(before.At).Start <= slo.Slo.Window.RangeAt(slo.At).Start
        && slo.Slo.Window.RangeAt(slo.At).Start <= before.At;

    private static async Task<IEnumerable<(Guid Id, SloReading reading)>> MovedAsync(
        UnitOfWork work,
        List<Move> moves,
        CancellationToken cancellationToken
    )
    {
        var found = await FoundAsync(work, moves, cancellationToken);
        var ranges = moves.SelectMany(move => move.After.Select(move.Slo.Over)).ToList();
        var excluded = await LedgerSums.ExcludedAsync(work, ranges, cancellationToken);
        var (slice, range) = (0, 0);
        return moves.ConvertAll(move =>
        {
            var reading = move.Reading(
                found.AsSpan(slice, move.Starts.Count),
                [.. excluded.Skip(range).Take(move.After.Count)]
            );
            slice += move.Starts.Count;
            range += move.After.Count;
            return (move.Slo.Id, reading);
        });
    }

    /// <summary>The slices that the moves ask for, in their order; those that were not measured are zero.</summary>
    private static async Task<SliceSums[]> FoundAsync(
        UnitOfWork work,
        List<Move> moves,
        CancellationToken cancellationToken
    )
    {
        var starts = moves.SelectMany(move => move.Starts.Select(start => (move.Slo, Start: start))).ToList();
        var rows = await work.QueryAsync<SliceRow>(
            Slices,
            new
            {
                Keys = Enumerable.Range(0, starts.Count).ToArray(),
                Slos = starts.Select(one => one.Slo.Id).ToArray(),
                Generations = starts.Select(one => one.Slo.Generation).ToArray(),
                Starts = starts.Select(one => one.Start.ToDateTimeUtc()).ToArray(),
            },
            cancellationToken
        );
        var found = new SliceSums[starts.Count];
        foreach (var row in rows)
        {
            found[row.Key] = new SliceSums(row.Good, row.Total, row.IsMeasured ? 1 : 0, 0);
        }

        return found;
    }

    /// <summary>One SLO from one instant to another: its ranges there and then, the window first.</summary>
    private sealed class Move
    {
        private readonly SloReading before;
        private readonly IReadOnlyList<int> leaving;
        private readonly int entering;

        public Move(MeasuredSlo slo, SloReading before)
        {
            (Slo, this.before) = (slo, before);
            After = [.. LedgerReadings.Ranges(slo)];
            var grid = slo.Slo.Grid;
            var came = SlicesOf(grid, before.At, slo.At);
            var left = LedgerReadings
                .Ranges(slo with { At = before.At })
                .Zip(After, (was, now) => SlicesOf(grid, was.Start, now.Start))
                .ToList();
            (entering, leaving) = (came.Count, left.ConvertAll(starts => starts.Count));
            Starts = [.. came, .. left.SelectMany(starts => starts)];
        }

        public MeasuredSlo Slo { get; }

        public IReadOnlyList<Interval> After { get; }

        /// <summary>The slices that come, and then of each range those that leave it.</summary>
        public IReadOnlyList<Instant> Starts { get; }

        /// <param name="slices">Of <see cref="Starts"/>.</param>
        /// <param name="excluded">How many slices of each range corrections take out.</param>
        public SloReading Reading(ReadOnlySpan<SliceSums> slices, IReadOnlyList<int> excluded)
        {
            var sums = new List<SliceSums>(After.Count);
            var came = Sum(slices[..entering]);
            var next = entering;
            for (var i = 0; i < After.Count; i++)
            {
                var was = i == 0 ? before.Window : before.LookBacks[Slo.Slo.LookBacks[i - 1]];
                var left = Sum(slices.Slice(next, leaving[i]));
                next += leaving[i];
                var expected = Slo.Slo.Grid.SlicesIn(After[i]) - excluded[i];
                sums.Add((was + came - left) with { Expected = expected, Excluded = excluded[i] });
            }

            return LedgerReadings.Reading(Slo, sums);
        }

        private static SliceSums Sum(ReadOnlySpan<SliceSums> slices)
        {
            var sum = default(SliceSums);
            foreach (var slice in slices)
            {
                sum += slice;
            }

            return sum;
        }

        private static List<Instant> SlicesOf(SliceGrid grid, Instant from, Instant to)
        {
            var first = grid.IndexFrom(from);
            return [.. Enumerable.Range(0, (int)(grid.IndexFrom(to) - first)).Select(i => grid.StartOf(first + i))];
        }
    }

    private sealed class SliceRow
    {
        public int Key { get; init; }

        public decimal Good { get; init; }

        public decimal Total { get; init; }

        public bool IsMeasured { get; init; }
    }
}
