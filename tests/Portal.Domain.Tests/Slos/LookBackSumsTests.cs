using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class LookBackSumsTests
{
    private static readonly Instant End = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly Interval Day = new(End - Duration.FromDays(1), End);

    [Fact]
    public void Sets_of_alerts_over_a_composite_send_the_same_as_over_its_members_asked_each_time()
    {
        var past = Past();
        var known = new LookBackSums(past, Day);
        foreach (
            var slo in new[]
            {
                Journey(new RollingWindow(Duration.FromDays(7)), 0.99m),
                Journey(new RollingWindow(Duration.FromHours(6)), 0.95m),
                Journey(new CalendarWindow(CalendarUnit.Month, CalendarWindow.DefaultAnchor, "UTC"), 0.99m),
            }
        )
        {
            var slow = SloRehearsal.Of(slo, past, past, Day, 50);
            known.Know(slo, AlertSets.For(slo.Window, slo.Objective, slo.Grid).SelectMany(set => set.Alerts));
            var quick = SloRehearsal.Of(slo, known, known, Day, 50);

            Assert.NotEmpty(slow.Fired);
            Assert.Equal(slow.Fired, quick.Fired);
            Assert.Equal(
                slow.Compare(slo, past, past, Day).Select(Told),
                quick.Compare(slo, known, known, Day).Select(Told)
            );
        }
    }

    [Fact]
    public void Any_other_range_is_asked_of_the_past()
    {
        var past = Past();
        var known = new LookBackSums(past, Day);
        known.Know(Journey(new RollingWindow(Duration.FromDays(7)), 0.99m), []);

        foreach (
            var range in new Interval[]
            {
                new(Day.Start - Duration.FromHours(3), Day.Start - Duration.FromHours(2)),
                new(End - Duration.FromMinutes(61), End - Duration.FromMinutes(1)),
                new(End - Duration.FromMinutes(60) + Duration.FromSeconds(7), End + Duration.FromSeconds(7)),
                new(End, End + Duration.FromHours(1)),
                new(End - Duration.FromMinutes(7), End),
            }
        )
        {
            Assert.Equal(past.Over(range), known.Over(range));
        }
    }

    private static (string Key, int Pages, int Tickets, int Found, int Breaches) Told(AlertSetOutcome outcome) =>
        (outcome.Set.Key, outcome.Pages, outcome.Tickets, outcome.Found, outcome.Breaches);

    private static Slo Journey(SloWindow window, decimal objective) =>
        new(
            "shop",
            Sli,
            Objective.Of(objective),
            window,
            alerts: BurnRatePresets.For(window, Objective.Of(objective), SliceGrid.Default)
        );

    private static readonly CompositeSli Sli = new(CompositeMethod.Weighted, [new("one", 3), new("two")]);

    /// <summary>Two members of eight days: one fails for twenty minutes every three hours, one a little all the time.</summary>
    private static CompositeSums Past() =>
        new(Sli, [Member(i => i % 180 < 20 ? 60 : 0), Member(i => i % 11 == 0 ? 1 : 0)]);

    private static (Budgeting, ISumsOver) Member(Func<int, int> bad)
    {
        var start = End - Duration.FromDays(8);
        var rows = Enumerable
            .Range(0, 8 * 1440)
            .Where(i => i % 997 != 0)
            .Select(i => (start + Duration.FromMinutes(i), SliceSums.Of(100 - bad(i), 100)))
            .ToList();
        return (Budgeting.Occurrences, new BucketSums(SliceGrid.Default, SliceGrid.Default, rows));
    }
}
