using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class LedgerPropertyTests
{
    private static readonly int[] SliceSeconds = [10, 60, 300, 900, 3600];

    [Fact]
    public void Any_window_by_plan_and_by_prefix_equals_adding_up_every_slice()
    {
        var random = new Random(20_261_120);

        for (var i = 0; i < 10_000; i++)
        {
            var grid = new SliceGrid(Duration.FromSeconds(SliceSeconds[random.Next(SliceSeconds.Length)]));
            var slices = Generate(random, grid);
            var range = RangeAround(random, slices);

            var expected = BruteForce(slices, grid, range);

            Assert.Equal(expected, CumulativeSums.Of(Series(slices, grid), Budgeting.Occurrences).Over(range));
            Assert.Equal(expected, new RolledUp(slices).Over(WindowPlan.For(range, grid)));
        }
    }

    private static SortedDictionary<Instant, SliceSums> Generate(Random random, SliceGrid grid)
    {
        var slices = new SortedDictionary<Instant, SliceSums>();
        var at = grid.Floor(Instant.FromUtc(2026, 3, 28, 0, 0) + Duration.FromSeconds(random.Next(0, 86_400)));
        for (var i = random.Next(1, 120); i > 0; i--)
        {
            // Silence, bursts, and the odd fractions that backends extrapolate.
            var total = random.Next(4) == 0 ? 0 : random.Next(0, 1_000_000) / 7.0m;
            slices[at] = SliceSums.Of(total * random.Next(0, 1002) / 1000m, total);
            at += grid.Slice * (random.Next(10) == 0 ? random.Next(1, 40) : 1);
        }

        return slices;
    }

    private static Interval RangeAround(Random random, SortedDictionary<Instant, SliceSums> slices)
    {
        var (first, last) = (slices.Keys.First(), slices.Keys.Last());
        var span = (int)(last - first).TotalSeconds + 7200;
        var from = first + Duration.FromSeconds(random.Next(0, span) - 3600);
        return new Interval(from, from + Duration.FromSeconds(random.Next(0, span)));
    }

    private static SliceSums BruteForce(SortedDictionary<Instant, SliceSums> slices, SliceGrid grid, Interval range)
    {
        var sums = default(SliceSums);
        for (var at = grid.Floor(range.Start); at < range.End; at += grid.Slice)
        {
            sums += range.Contains(at) ? slices.GetValueOrDefault(at, SliceSums.Missing) : default;
        }

        return sums;
    }

    private static SliceSeries Series(SortedDictionary<Instant, SliceSums> slices, SliceGrid grid) =>
        new(
            grid,
            [.. slices.Keys],
            [.. slices.Values.Select(slice => slice.Good)],
            [.. slices.Values.Select(slice => slice.Total)]
        );

    /// <summary>A ledger with its roll-ups, as the store keeps it.</summary>
    private sealed class RolledUp(SortedDictionary<Instant, SliceSums> slices)
    {
        private readonly Dictionary<(LedgerBucket Bucket, Instant Start), SliceSums> _rows =
            Enum.GetValues<LedgerBucket>()
                .SelectMany(bucket => slices.Select(slice => (Key: (bucket, StartOf(bucket, slice.Key)), slice.Value)))
                .GroupBy(row => row.Key, row => row.Value)
                .ToDictionary(row => row.Key, row => row.Aggregate((a, b) => a + b));

        public SliceSums Over(WindowPlan plan)
        {
            var sums = plan
                .Parts.SelectMany(part =>
                    _rows.Where(row =>
                        row.Key.Bucket == part.Bucket && row.Key.Start >= part.From && row.Key.Start < part.To
                    )
                )
                .Aggregate(default(SliceSums), (sums, row) => sums + row.Value);
            return sums with { Expected = plan.ExpectedSlices };
        }

        private static Instant StartOf(LedgerBucket bucket, Instant slice) =>
            bucket switch
            {
                LedgerBucket.Slice => slice,
                LedgerBucket.Hour => new SliceGrid(Duration.FromHours(1)).Floor(slice),
                LedgerBucket.Day => slice.InUtc().Date.AtMidnight().InUtc().ToInstant(),
            };
    }
}
