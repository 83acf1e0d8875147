using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BudgetAttributionTests
{
    private static readonly Instant Midnight = Instant.FromUtc(2026, 11, 1, 0, 0);
    private static readonly Interval Day = new(Midnight, Midnight + Duration.FromDays(1));

    [Fact]
    public void A_moment_belongs_to_the_cause_that_began_first()
    {
        var stretches = Stretches(new("#1", At(10), At(20)), new("#2", At(15), At(30)));

        Assert.Equal([new("#1", Range(10, 20)), new("#2", Range(20, 30))], stretches);
    }

    [Fact]
    public void An_incident_takes_its_time_from_the_deployment_that_it_follows()
    {
        var stretches = Stretches(
            new("v2", At(10), At(70), BudgetCauseKind.Deployment),
            new("#1", At(15), At(30)),
            new("v1", At(0), At(60), BudgetCauseKind.Deployment)
        );

        Assert.Equal(
            [new("v1", Range(0, 15)), new("#1", Range(15, 30)), new("v1", Range(30, 60)), new("v2", Range(60, 70))],
            stretches
        );
    }

    [Fact]
    public void A_long_cause_goes_on_around_a_short_one_that_began_before_it()
    {
        var stretches = Stretches(new("#2", At(12), At(40)), new("#1", At(10), At(15)), new("#3", At(20), At(25)));

        Assert.Equal([new("#1", Range(10, 15)), new("#2", Range(15, 40))], stretches);
    }

    [Fact]
    public void Slices_that_are_touched_count_whole_and_the_window_cuts_both_ends()
    {
        var stretches = BudgetAttribution.Stretches(
            [
                new("#1", Midnight - Duration.FromHours(1), At(2) + Duration.FromSeconds(1)),
                new("#2", At(1430) + Duration.FromSeconds(59), null),
            ],
            Day,
            SliceGrid.Default
        );

        Assert.Equal([new("#1", Range(0, 3)), new("#2", Range(1430, 1440))], stretches);
    }

    [Fact]
    public void Shares_add_up_to_what_is_consumed_whatever_overlaps_and_however_counts_are_extrapolated()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var slices = Enumerable.Range(0, 1440).Select(_ => SliceSums.Of(random.Next(95, 103), 100)).ToArray();
            var causes = Enumerable
                .Range(0, random.Next(8))
                .Select(number => (Number: number, From: random.Next(-100, 1440), Length: random.Next(600)))
                .Select(one => new BudgetCause($"#{one.Number}", At(one.From), At(one.From + one.Length)));
            var stretches = BudgetAttribution.Stretches(causes, Day, SliceGrid.Default);
            var all = Sum(slices);
            var budget = ErrorBudget.Of(Objective.Of(0.99m), all.Bad, all.Total, Day.Duration);

            var shares = BudgetAttribution.Shares(
                budget.Bad,
                budget.AllowedBad,
                stretches.Select(stretch =>
                    (stretch, Sum(slices[Minute(stretch.Range.Start)..Minute(stretch.Range.End)]))
                )
            );

            Assert.Equal(budget.Consumed, shares.Sum(share => share.Consumed), 20);
            Assert.Equal(budget.Bad, shares.Sum(share => share.Bad));
            Assert.Equal(budget.Bad > 0 ? 1 : 0, shares.Sum(share => share.Share), 20);
            Assert.All(shares, share => Assert.True(share.Bad >= 0));
            Assert.All(
                stretches.Zip(stretches.Skip(1)),
                pair => Assert.True(pair.First.Range.End <= pair.Second.Range.Start)
            );
        }
    }

    [Fact]
    public void What_no_cause_explains_comes_last_and_has_no_name()
    {
        var budget = ErrorBudget.Of(Objective.Of(0.99m), 50, 10_000, Day.Duration);

        var shares = BudgetAttribution.Shares(
            budget.Bad,
            budget.AllowedBad,
            [
                (new("#1", Range(0, 10)), new SliceSums(95, 105, 10, 10)),
                (new("#2", Range(20, 30)), new SliceSums(70, 100, 10, 10)),
            ]
        );

        Assert.Equal([new("#2", 30, 0.6m, 0.3m), new("#1", 10, 0.2m, 0.1m), new(null, 10, 0.2m, 0.1m)], shares);
    }

    private static IReadOnlyList<CauseStretch> Stretches(params BudgetCause[] causes) =>
        BudgetAttribution.Stretches(causes, Day, SliceGrid.Default);

    private static SliceSums Sum(IEnumerable<SliceSums> slices) =>
        slices.Aggregate(new SliceSums(0, 0, 0, 0), (sum, slice) => sum + slice);

    private static Instant At(int minute) => Midnight + Duration.FromMinutes(minute);

    private static Interval Range(int from, int to) => new(At(from), At(to));

    private static int Minute(Instant at) => (int)(at - Midnight).TotalMinutes;
}
