using NodaTime;
using Portal.Demo;
using Portal.Domain.Postmortems;

namespace Portal.Tests.Demo;

public sealed class PastIncidentsTests
{
    /// <summary>Opened at noon, in the night after the clocks changed, and late on a weekend.</summary>
    public static TheoryData<string> Openings =>
        ["2026-11-28T12:00:00Z", "2026-10-26T01:30:00Z", "2027-04-04T21:45:00Z"];

    [Theory]
    [MemberData(nameof(Openings))]
    public void Each_is_over_before_the_demo_opens_and_after_what_its_counters_show(string opening)
    {
        var opened = At(opening);

        Assert.All(
            PastIncidents.All,
            past =>
            {
                var detected = past.BeganAt(opened) + past.Detected;
                var resolved = detected + (past.Relapse?.Resolved ?? past.Resolved);
                Assert.True(past.Acknowledged is not { } taken || taken < past.Resolved, past.Title);
                Assert.True(past.Outages(opened).Max(outage => outage.To) <= resolved, past.Title);
                Assert.True(resolved < opened && past.BeganAt(opened) > opened - DemoShop.History, past.Title);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public void They_are_told_in_the_order_of_time(string opening)
    {
        var began = PastIncidents.All.Select(past => past.BeganAt(At(opening))).ToList();

        Assert.Equal(began.Order(), began);
        Assert.InRange(began.Count, 16, 20);
    }

    [Theory]
    [MemberData(nameof(Openings))]
    public void They_leave_the_checkout_little_budget_and_the_payments_none(string opening)
    {
        var opened = At(opening);
        var traffic = new ShopTraffic(opened - DemoShop.History, DemoShop.PastOutages(opened));

        traffic.AdvanceTo(opened, []);

        Assert.InRange(BudgetLeft(traffic, "checkout"), 0.05, 0.25);
        Assert.InRange(BudgetLeft(traffic, "payments"), -0.4, -0.02);
        Assert.InRange(BudgetLeft(traffic, "catalog"), 0.5, 1);
    }

    [Fact]
    public void The_fault_switch_is_seen_while_the_checkout_smoulders()
    {
        var opened = At("2026-11-28T12:00:00Z");
        var traffic = new ShopTraffic(opened, DemoShop.PastOutages(opened));

        traffic.AdvanceTo(opened + Duration.FromMinutes(5), [new("checkout", opened, null, 0.32, 0.2)]);

        var pay = traffic.Counters.Single(one => one.Route.Path == "/checkout/pay");
        Assert.Equal(0.32, pay.Bad / pay.All, 0.001);
    }

    [Fact]
    public void Postmortems_stand_in_every_state_that_people_look_for()
    {
        var states = PastIncidents.All.Select(past => past.Postmortem?.State).OfType<PostmortemState>().ToHashSet();

        Assert.Superset(
            new HashSet<PostmortemState> { PostmortemState.Draft, PostmortemState.InReview, PostmortemState.Published },
            states
        );
        Assert.Contains(PastPostmortems.Certificate.Actions, action => action is { Due: < 0, Done: null });
        Assert.Contains(PastPostmortems.Certificate.Actions, action => action.Done is not null);
    }

    /// <summary>Of 99.9 % in thirty days.</summary>
    private static double BudgetLeft(ShopTraffic traffic, string job)
    {
        var routes = traffic.Counters.Where(one => one.Route.Job == job).ToList();
        return 1 - routes.Sum(one => one.Bad) / routes.Sum(one => one.All) / 0.001;
    }

    private static Instant At(string text) => NodaTime.Text.InstantPattern.General.Parse(text).Value;
}
