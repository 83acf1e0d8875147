using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BudgetDropsTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Duration Step = Duration.FromHours(1);
    private static readonly Objective Promise = Objective.Of(0.99m);

    [Fact]
    public void Steps_in_a_row_that_burn_above_one_are_one_drop_and_the_costliest_comes_first()
    {
        var drops = Of(Bad(0), Bad(2), Bad(3), Bad(1), Bad(9), Bad(0));

        Assert.Equal([new(Range(4, 5), 9), new(Range(1, 3), 5)], drops);
    }

    [Fact]
    public void A_burn_of_exactly_one_is_no_drop() => Assert.Empty(Of(Bad(1), Bad(1)));

    [Fact]
    public void What_was_not_measured_or_had_no_events_ends_a_drop()
    {
        var drops = Of(Bad(5), new SliceSums(0, 0, 0, 60), Bad(5), new SliceSums(0, 0, 60, 60), Bad(5));

        Assert.Equal([Range(0, 1), Range(2, 3), Range(4, 5)], drops.Select(drop => drop.Range));
    }

    [Fact]
    public void A_drop_at_either_end_of_the_past_counts() =>
        Assert.Equal([Range(2, 3), Range(0, 1)], Of(Bad(5), Bad(0), Bad(6)).Select(drop => drop.Range));

    [Fact]
    public void Finer_steps_say_when_it_began_and_ended()
    {
        var hour = Range(0, 1);
        var minutes = Enumerable.Range(0, 60).Select(minute => Bad(minute is 12 or 30 ? 50 : 0)).ToList();

        var fine = BudgetDrops.Of(minutes, Start, Duration.FromMinutes(1), Promise);

        Assert.Equal(
            new(Start + Duration.FromMinutes(12), Start + Duration.FromMinutes(31)),
            BudgetDrops.Within(hour, fine)
        );
        Assert.Equal(hour, BudgetDrops.Within(hour, []));
    }

    [Fact]
    public void Single_failures_around_an_outage_are_no_part_of_it()
    {
        var minutes = Enumerable
            .Range(0, 180)
            .Select(minute =>
                Bad(
                    minute is >= 60 and < 90 ? 40
                    : minute is 3 or 170 ? 2
                    : 0
                )
            )
            .ToList();

        var fine = BudgetDrops.Of(minutes, Start, Duration.FromMinutes(1), Promise);

        Assert.Equal(
            new(Start + Duration.FromMinutes(60), Start + Duration.FromMinutes(90)),
            BudgetDrops.Within(Range(0, 3), fine)
        );
    }

    [Fact]
    public void Whatever_the_past_the_drops_lie_apart_and_hold_every_failure_of_a_fast_step()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var steps = Enumerable.Range(0, 200).Select(_ => Bad(random.Next(4) == 0 ? random.Next(30) : 0)).ToList();

            var drops = BudgetDrops.Of(steps, Start, Step, Promise).OrderBy(drop => drop.Range.Start).ToList();

            Assert.Equal(steps.Where(step => step.Bad > 1).Sum(step => step.Bad), drops.Sum(drop => drop.Bad));
            Assert.All(drops.Zip(drops.Skip(1)), pair => Assert.True(pair.First.Range.End < pair.Second.Range.Start));
        }
    }

    private static IReadOnlyList<BudgetDrop> Of(params SliceSums[] steps) =>
        BudgetDrops.Of(steps, Start, Step, Promise);

    private static SliceSums Bad(int bad) => new(100 - bad, 100, 60, 60);

    private static Interval Range(int from, int to) => new(Start + (Step * from), Start + (Step * to));
}
