using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class SloRehearsalTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 1, 0, 0);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Fact]
    public void A_past_of_hours_and_slices_adds_up_to_what_its_slices_alone_do()
    {
        var random = new Random(7);
        var series = Series(48 * 60, _ => (random.Next(90, 100), 100));
        var slices = CumulativeSums.Of(series, Budgeting.Occurrences);
        var hours = Enumerable
            .Range(0, 24)
            .Select(hour =>
                (At(hour * 60), slices.Over(new Interval(At(hour * 60), At((hour + 1) * 60))) with { Expected = 0 })
            );
        var later = Enumerable.Range(24 * 60, 24 * 60).Select(i => (At(i), SliceSums.Of(series.Good[i], 100)));
        var mixed = new BucketSums(SliceGrid.Default, SliceGrid.Default, [.. hours, .. later]);

        foreach (var range in new[] { (0, 2880), (60, 1500), (600, 2877), (1441, 1450) })
        {
            var interval = new Interval(At(range.Item1), At(range.Item2));
            Assert.Equal(slices.Over(interval), mixed.Over(interval));
        }
    }

    [Fact]
    public void An_objective_above_the_worst_day_would_have_been_missed_and_one_below_it_not()
    {
        // One hour of ten on the second of three days fails by a tenth; the window is a day.
        var slo = An.Slo(0.99m, new RollingWindow(Duration.FromDays(1)));
        var played = Play(slo, Series(3 * 1440, i => (i is >= 2000 and < 2600 ? 90 : 100, 100)));

        Assert.NotEmpty(played.Breaches);
        Assert.InRange(played.WorstSli!.Value, 0.958m, 0.959m);
        Assert.Equal(1, played.Misses(Objective.Of(0.96m)));
        Assert.Equal(0, played.Misses(Objective.Of(0.95m)));
    }

    [Fact]
    public void Alerts_that_follow_one_another_page_once()
    {
        var slo = An.Slo(alerts: [An.Alert(name: "fast"), An.Alert(0.05m, longMinutes: 360, name: "slow")]);
        var played = Play(slo, Series(3 * 1440, i => (i is >= 2000 and < 2060 ? 50 : 100, 100)));

        Assert.Equal("fast slow", string.Join(' ', played.Fired.Select(period => period.Alert.Name)));
        Assert.Single(played.Pages);
    }

    private static SloRehearsal Play(Slo slo, SliceSeries series)
    {
        var slices = CumulativeSums.Of(series, slo.Budgeting);
        return SloRehearsal.Of(
            slo,
            slices,
            SloRehearsal.Join(series, [], slo.Budgeting),
            new Interval(Start + Duration.FromDays(1), slices.Range.End),
            maxPoints: 500
        );
    }

    private static SliceSeries Series(int slices, Func<int, (decimal Good, decimal Total)> count) =>
        new(
            SliceGrid.Default,
            [.. Enumerable.Range(0, slices).Select(At)],
            [.. Enumerable.Range(0, slices).Select(i => count(i).Good)],
            [.. Enumerable.Range(0, slices).Select(i => count(i).Total)]
        );

    private static Instant At(int slice) => Start + (Minute * slice);
}
