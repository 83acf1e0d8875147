using System.Runtime.InteropServices;
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
            coalesce(slice.corrected_total, slice.unit_total, slice.total) as total, (not slice.is_excluded)::int as measured
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
            .Zip(anew, (reading, slo) => (slo.Id, Reading: reading))
            .Concat(await MovedAsync(work, moves, cancellationToken))
            .ToDictionary(one => one.Id, one => one.Reading);
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

    private static async Task<IEnumerable<(Guid Id, SloReading Reading)>> MovedAsync(
        UnitOfWork work,
        List<Move> moves,
        CancellationToken cancellationToken
    )
    {
        if (moves.Count == 0)
        {
            return [];
        }

        var found = await FoundAsync(work, moves, cancellationToken);
        var exclusions = await LedgerSums.ExclusionsAsync(
            work,
            moves.Select(move => move.Slo.Id),
            moves.Min(move => move.Earliest),
            moves.Max(move => move.Slo.At),
            cancellationToken
        );
        var next = 0;
        var readings = moves.ConvertAll(move =>
        {
            var slices = found.AsSpan(next, move.Slices);
            next += move.Slices;
            return move.Reading(slices, exclusions.GetValueOrDefault(move.Slo.Id, Exclusions.None));
        });
        var slos = moves.ConvertAll(move => move.Slo);
        var noticed = await RawCounts.NoticedAsync(work, slos, readings, cancellationToken);
        return slos.Zip(noticed, (slo, reading) => (slo.Id, reading));
    }

    /// <summary>The slices that the moves ask for, in their order; those that were not measured are zero.</summary>
    private static async Task<SliceSums[]> FoundAsync(
        UnitOfWork work,
        List<Move> moves,
        CancellationToken cancellationToken
    )
    {
        var count = moves.Sum(move => move.Slices);
        var (slos, generations, starts) = (new List<Guid>(count), new List<int>(count), new List<DateTime>(count));
        foreach (var move in moves)
        {
            foreach (var run in move.Runs)
            {
                for (var i = 0; i < run.Count; i++)
                {
                    slos.Add(move.Slo.Id);
                    generations.Add(move.Slo.Generation);
                    starts.Add(move.Slo.Slo.Grid.StartOf(run.First + i).ToDateTimeUtc());
                }
            }
        }

        var found = new SliceSums[count];
        await work.ReadAsync(
            Slices,
            new
            {
                Keys = Enumerable.Range(0, count).ToArray(),
                Slos = slos,
                Generations = generations,
                Starts = starts,
            },
            row =>
            {
                var (good, total) = (row.GetFieldValue<decimal>(1), row.GetFieldValue<decimal>(2));
                found[row.GetFieldValue<int>(0)] = new SliceSums(good, total, row.GetFieldValue<int>(3), 0);
            },
            cancellationToken
        );
        return found;
    }

    /// <summary>One SLO from one instant to another: the slices that came, and those that left each of its ranges.</summary>
    private sealed class Move
    {
        private readonly SloReading before;
        private readonly SliceRun[] after;

        public Move(MeasuredSlo slo, SloReading before)
        {
            (Slo, this.before) = (slo, before);
            var was = SliceRun.RangesOf(slo.Slo, before.At);
            after = SliceRun.RangesOf(slo.Slo, slo.At);
            Runs = new SliceRun[1 + after.Length];
            Runs[0] = SliceRun.Between(was[0].End, after[0].End);
            for (var i = 0; i < after.Length; i++)
            {
                Runs[i + 1] = SliceRun.Between(was[i].First, after[i].First);
            }

            Slices = Runs.Sum(run => run.Count);
        }

        public MeasuredSlo Slo { get; }

        /// <summary>The slices that come, and then of each range those that leave it: the window, then the look-backs.</summary>
        public SliceRun[] Runs { get; }

        /// <summary>How many slices that are.</summary>
        public int Slices { get; }

        /// <summary>Where the longest of its ranges begins.</summary>
        public Instant Earliest => Slo.Slo.Grid.StartOf(after.Min(range => range.First));

        /// <param name="slices">Of <see cref="Runs"/>, one after another.</param>
        /// <param name="exclusions">What corrections take out.</param>
        public SloReading Reading(ReadOnlySpan<SliceSums> slices, Exclusions exclusions)
        {
            var sums = new SliceSums[after.Length];
            var came = Take(ref slices, Runs[0].Count);
            for (var i = 0; i < after.Length; i++)
            {
                var was = i == 0 ? before.Window : before.LookBacks[Slo.Slo.LookBacks[i - 1]];
                var left = Take(ref slices, Runs[i + 1].Count);
                var excluded = exclusions.SlicesIn(after[i].In(Slo.Slo.Grid), Slo.Slo.Grid);
                sums[i] = (was + came - left) with { Expected = after[i].Count - excluded, Excluded = excluded };
            }

            return LedgerReadings.Reading(Slo, sums);
        }

        private static SliceSums Take(ref ReadOnlySpan<SliceSums> slices, int count)
        {
            var sum = default(SliceSums);
            foreach (var slice in slices[..count])
            {
                sum += slice;
            }

            slices = slices[count..];
            return sum;
        }
    }

    /// <summary>Slices in a row, by their numbers.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct SliceRun(long First, int Count)
    {
        public long End => First + Count;

        public static SliceRun Between(long from, long to) => new(from, (int)(to - from));

        /// <summary>The window and then the look-backs, as <see cref="LedgerReadings.Ranges"/>.</summary>
        public static SliceRun[] RangesOf(Slo slo, Instant at)
        {
            var end = slo.Grid.IndexFrom(at);
            var ranges = new SliceRun[1 + slo.LookBacks.Count];
            ranges[0] = Between(slo.Grid.IndexFrom(slo.Window.RangeAt(at).Start), end);
            for (var i = 1; i < ranges.Length; i++)
            {
                ranges[i] = Between(end - slo.Grid.SlicesIn(slo.LookBacks[i - 1]), end);
            }

            return ranges;
        }

        public Interval In(SliceGrid grid) => new(grid.StartOf(First), grid.StartOf(End));
    }
}
