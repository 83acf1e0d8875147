using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class ErrorBudgetPolicyTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 28, 12, 0);
    private static readonly PolicyRule Freeze = new(1, PolicyAction.Freeze, 0.9m);
    private static readonly PolicyRule Approve = new(0.8m, PolicyAction.RequireApproval);
    private static readonly PolicyRule Tell = new(0.5m, PolicyAction.Notify);
    private static readonly GatePass Pass = new("ana", "the fix", Now);

    [Theory]
    [InlineData(false, 999, 1000, false)]
    [InlineData(false, 1000, 1000, true)]
    [InlineData(true, 950, 1000, true)]
    [InlineData(true, 900, 1000, true)]
    [InlineData(true, 899, 1000, false)]
    [InlineData(false, 950, 1000, false)]
    public void It_begins_at_its_share_and_ends_below_another(bool held, int bad, int allowed, bool holds) =>
        Assert.Equal(holds, Freeze.HoldsNext(held, Status(bad, allowed * 1000)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_not_known_changes_nothing(bool held) =>
        Assert.Equal(held, Freeze.HoldsNext(held, Status(2000, 1_000_000, measured: 10)));

    [Fact]
    public void The_strictest_rule_decides_and_says_when_it_ends()
    {
        var decision = Gate.Decide("shop", true, [Held(Tell), Held(Approve), Held(Freeze)], null);

        Assert.False(decision.IsAllowed);
        Assert.Equal(
            "Deploys are frozen: checkout has spent 100 % of its error budget or more. It ends by itself below 90 %.",
            decision.Reason
        );
        Assert.Equal(("checkout", "budgets"), (decision.Slo, decision.Policy));
    }

    [Fact]
    public void A_rule_that_only_tells_keeps_nobody_from_deploying()
    {
        Assert.True(Gate.Decide("shop", true, [Held(Tell)], null).IsAllowed);
        Assert.False(Gate.Decide("shop", true, [Held(Tell), Held(Approve)], null).IsAllowed);
    }

    [Fact]
    public void A_lead_opens_the_gate_and_it_says_who_and_why()
    {
        var decision = Gate.Decide("shop", true, [Held(Freeze)], Pass);

        Assert.True(decision.IsAllowed);
        Assert.Equal("ana has opened the gate: the fix", decision.Reason);
    }

    [Fact]
    public void Without_a_policy_it_says_so() =>
        Assert.Equal(
            (true, "No error budget policy is for shop."),
            (Gate.Decide("shop", false, [], null).IsAllowed, Gate.Decide("shop", false, [], null).Reason)
        );

    [Fact]
    public void What_is_no_policy_cannot_be_made()
    {
        Assert.Throws<DomainException>(() => new PolicyRule(0, PolicyAction.Freeze));
        Assert.Throws<DomainException>(() => new PolicyRule(0.5m, PolicyAction.Freeze, 0.6m));
        Assert.Throws<DomainException>(() => new ErrorBudgetPolicy([], [Freeze]));
        Assert.Throws<DomainException>(() => new ErrorBudgetPolicy(["shop"], []));
        Assert.Throws<DomainException>(() => new ErrorBudgetPolicy(["shop"], [Freeze, new(1, PolicyAction.Notify)]));
    }

    private static HoldingRule Held(PolicyRule rule) => new("budgets", "checkout", rule, Now);

    private static SloStatus Status(decimal bad, decimal total, int measured = 43_200)
    {
        var slo = An.Slo(objective: 0.999m);
        var sums = new SliceSums(total - bad, total, measured, 43_200);
        var reading = new SloReading(Now, sums, slo.LookBacks.ToDictionary(length => length, _ => sums), []);
        return SloStatus.Of(slo, reading, []);
    }
}
