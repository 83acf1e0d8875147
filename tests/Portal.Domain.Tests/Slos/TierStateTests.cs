using Portal.Domain.Slos;
using static Portal.Domain.Slos.BudgetAlertDecision;

namespace Portal.Domain.Tests.Slos;

public sealed class TierStateTests
{
    private static readonly BurnRateAlert Fast = An.Alert(longMinutes: 60, name: "fast");
    private static readonly BurnRateAlert Slow = An.Alert(longMinutes: 360, name: "slow");
    private static readonly BurnRateAlert Ticket = An.Alert(
        longMinutes: 1440,
        name: "ticket",
        severity: BudgetAlertSeverity.Ticket
    );

    [Fact]
    public void A_firing_tier_holds_back_every_slower_one()
    {
        var tiers = Next([], (Ticket, Fires), (Slow, Fires), (Fast, Fires));

        Assert.Equal("fast, slow, ticket", string.Join(", ", tiers.Select(tier => tier.Alert.Name)));
        Assert.Equal([true, false, false], tiers.Select(tier => tier.Notifies));
        Assert.All(tiers, tier => Assert.True(tier.IsFiring));
    }

    [Fact]
    public void A_slower_tier_speaks_when_the_faster_is_quiet() =>
        Assert.Equal(
            [false, true, false],
            Next([], (Fast, Quiet), (Slow, Fires), (Ticket, Fires)).Select(tier => tier.Notifies)
        );

    [Fact]
    public void A_ticket_never_holds_back_a_page()
    {
        var quickTicket = An.Alert(longMinutes: 30, name: "quick", severity: BudgetAlertSeverity.Ticket);

        Assert.Equal([true, true], Next([], (quickTicket, Fires), (Fast, Fires)).Select(tier => tier.Notifies));
    }

    [Theory]
    [InlineData(Unknown)]
    [InlineData(NoTraffic)]
    public void What_says_nothing_changes_nothing(BudgetAlertDecision decision)
    {
        Assert.True(Next(["fast"], (Fast, decision)).Single().IsFiring);
        Assert.False(Next([], (Fast, decision)).Single().IsFiring);
    }

    [Fact]
    public void A_frozen_firing_tier_still_holds_back() =>
        Assert.Equal([true, false], Next(["fast"], (Fast, Unknown), (Slow, Fires)).Select(tier => tier.Notifies));

    private static IReadOnlyList<TierState> Next(
        string[] firing,
        params (BudgetAlert Alert, BudgetAlertDecision Decision)[] decisions
    ) => TierState.Next(decisions.Select(one => new JudgedAlert(one.Alert, one.Decision)), firing);
}
