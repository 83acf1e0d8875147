using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class ExhaustionTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly Objective ThreeNines = Objective.Of(0.999m);

    [Theory]
    [MemberData(nameof(ErrorBudgetTests.Rows), "exhaustion", MemberType = typeof(ErrorBudgetTests))]
    public void Both_kinds_of_windows_agree_with_the_vectors(int row)
    {
        var vector = SloVector.Section("exhaustion")[row];
        var window = Duration.FromHours((int)vector.Required("window_h"));
        var eta = Now + Duration.FromHours((double)vector.Required("eta_h"));
        var consumed = 1 - vector.Required("remaining");
        var steps = Steps((int)window.TotalHours, _ => consumed);

        Assert.Equal(eta, Exhaustion.OfRolling(Now, window, ThreeNines, steps, vector.Required("burn")));
        Assert.Equal(
            eta,
            Exhaustion.OfPeriod(
                Now,
                new Interval(Now, Now + window),
                vector.Required("remaining"),
                vector.Required("burn")
            )
        );
    }

    [Fact]
    public void A_period_that_ends_first_is_renewed_in_time()
    {
        var april = new Interval(Now - Duration.FromDays(20), Now + Duration.FromDays(10));

        Assert.Null(Exhaustion.OfPeriod(Now, april, remaining: 0.5m, burn: 1.5m));
        Assert.Equal(Now + Duration.FromDays(5), Exhaustion.OfPeriod(Now, april, remaining: 0.5m, burn: 3));
        Assert.Null(Exhaustion.OfPeriod(Now, april, remaining: 0.5m, burn: null));
        Assert.Null(Exhaustion.OfPeriod(Now, april, remaining: 0.5m, burn: 0));
    }

    [Fact]
    public void Old_errors_leave_the_window_before_new_ones_fill_it()
    {
        // 0.9 of the budget went in the oldest day; it is gone by tomorrow, while a burn of 2 adds 2/30 of the budget.
        var steps = Steps(30, day => day == 0 ? 27 : 0);

        var gone = Exhaustion.OfRolling(Now, Duration.FromDays(30), ThreeNines, steps, burn: 2);

        // Without old errors: one window's budget at a burn of 2 lasts half a window.
        Assert.Equal(Now + Duration.FromDays(15), gone);
    }

    [Fact]
    public void Recent_errors_stay()
    {
        // 0.9 of the budget went yesterday: the rest of it lasts 0.1 · 30 / 2 days.
        var steps = Steps(30, day => day == 29 ? 27 : 0);

        Assert.Equal(
            Now + Duration.FromDays(1.5),
            Exhaustion.OfRolling(Now, Duration.FromDays(30), ThreeNines, steps, burn: 2)
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_burn_of_at_most_one_with_a_clean_past_does_not_exhaust_early(int burn)
    {
        var gone = Exhaustion.OfRolling(Now, Duration.FromDays(30), ThreeNines, Steps(30, _ => 0), burn);

        Assert.Equal(burn == 0 ? null : Now + Duration.FromDays(30), gone);
    }

    [Fact]
    public void Nothing_is_foretold_from_silence()
    {
        Assert.Null(Exhaustion.OfRolling(Now, Duration.FromDays(30), ThreeNines, Steps(30, _ => 0.1m), burn: null));
        Assert.Null(Exhaustion.OfRolling(Now, Duration.FromDays(30), ThreeNines, [], burn: 5));
    }

    [Fact]
    public void The_answer_is_when_the_window_itself_runs_out()
    {
        var random = new Random(42);
        var steps = Steps(200, _ => random.Next(0, 3) * 0.45m);
        var window = Duration.FromHours(200);

        var gone = Exhaustion.OfRolling(Now, window, ThreeNines, steps, burn: 3)!.Value;

        // Walk on in small steps of steady traffic, letting the past leave, until the budget is gone.
        var walked = Enumerable.Range(0, 200 * 60).First(minute => Bad(steps, minute, 3) >= 200);
        Assert.InRange((gone - Now).TotalMinutes, walked - 1, walked);
    }

    [Fact]
    public void Half_way_to_the_end_it_is_foretold_within_a_tenth_and_never_where_there_is_none()
    {
        var random = new Random(5);
        var errors = new List<double>();
        for (var round = 0; round < 120; round++)
        {
            var burn = round % 4 == 0 ? 0.3m + (random.Next(5) * 0.1m) : 1.3m + (random.Next(40) * 0.1m);
            var hours = Week(random, random.Next(2) * 0.4m);
            var begin = hours.Count;
            // A burn below 1 spends less than is allowed, however old errors leave.
            if (Ends(random, hours, burn) is not { } end)
            {
                Assert.True(burn < 1);
                Assert.Null(Foretold(hours, begin + Length));
                continue;
            }

            Assert.True(burn > 1);
            var half = begin + ((end - begin) / 2);
            if (end - half >= 6)
            {
                errors.Add(Foretold(hours, half) is { } at ? Math.Abs((at / (end - half)) - 1) : 1);
            }
        }

        Assert.True(errors.Count > 30);
        Assert.InRange(errors.Order().ElementAt(errors.Count / 2), 0, 0.1);
    }

    private const int Length = 168;
    private const int Events = 200_000;

    /// <summary>A week of hours whose mean burn is below what would exhaust it.</summary>
    private static List<SliceSums> Week(Random random, decimal burn) =>
        [.. Enumerable.Range(0, Length).Select(_ => Hour(random, burn))];

    /// <summary>Goes on at a steady burn; the number of hours after which the window before has no budget left, if it is ever so.</summary>
    private static int? Ends(Random random, List<SliceSums> hours, decimal burn)
    {
        for (var hour = 0; hour < 2 * Length; hour++)
        {
            hours.Add(Hour(random, burn));
            if (hours.TakeLast(Length).Sum(one => one.Bad) >= Length * Events * ThreeNines.Budget)
            {
                return hours.Count;
            }
        }

        return null;
    }

    private static double? Foretold(List<SliceSums> hours, int at)
    {
        var burn = hours[at - 1].Bad / (Events * ThreeNines.Budget);
        var window = hours.Skip(at - Length).Take(Length).ToList();
        var gone = Exhaustion.OfRolling(Now, Duration.FromHours(Length), ThreeNines, window, burn);
        return (gone - Now)?.TotalHours;
    }

    // So many failures, give or take what chance does to them.
    private static SliceSums Hour(Random random, decimal burn)
    {
        var mean = (double)(burn * Events * ThreeNines.Budget);
        var chance = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return An.Sums(Math.Max(0, (decimal)Math.Round(mean + (chance * Math.Sqrt(mean)))), Events);
    }

    // In a thousandth of the traffic of an hour: what is allowed per step.
    private static decimal Bad(IReadOnlyList<SliceSums> steps, int minute, decimal burn)
    {
        var left = minute / 60m;
        var old = steps.Select((step, i) => step.Bad * Math.Clamp(i + 1 - left, 0, 1)).Sum();
        return old + (burn * left);
    }

    // Steps of 1,000 events, of which the budget allows one each.
    private static IReadOnlyList<SliceSums> Steps(int count, Func<int, decimal> bad) =>
        [.. Enumerable.Range(0, count).Select(i => An.Sums(bad(i), 1000))];
}
