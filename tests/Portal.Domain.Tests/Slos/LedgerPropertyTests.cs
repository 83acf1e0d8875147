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

            var series = Series(slices, grid);

            var expected = AddUp(slices, grid, range);

            Assert.Equal(expected, CumulativeSums.Of(series, Budgeting.Occurrences).Over(range));
            Assert.Equal(expected, new RolledUpLedger(series, Budgeting.Occurrences).Over(range));
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

    private static SliceSums AddUp(SortedDictionary<Instant, SliceSums> slices, SliceGrid grid, Interval range)
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
}
