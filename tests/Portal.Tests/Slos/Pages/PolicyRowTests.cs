using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.Pages;
using Portal.Slos.Policies;
using Portal.Ui;

namespace Portal.Tests.Slos.Pages;

public sealed class PolicyRowTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 20, 2, 6);
    private static readonly PolicyRule Notify = new(0.5m, PolicyAction.Notify);
    private static readonly PolicyRule Approval = new(0.9m, PolicyAction.RequireApproval, 0.8m);
    private static readonly PolicyRule Freeze = new(1, PolicyAction.Freeze, 0.9m);

    [Fact]
    public void A_gate_is_told_by_the_strictest_rule_that_holds()
    {
        var words = new[]
        {
            Row([], ["none"]),
            Row([], []),
            Row([Notify], []),
            Row([Notify, Approval], []),
            Row([Notify, Approval, Freeze], []),
            Row([Freeze], [], isOpened: true),
        }.Select(row => $"{row.State.Word} {row.State.Tone}");

        Assert.Equal(
            "Open, not all known NoData; Open Ok; Open Ok; Needs approval Warning; Frozen High; Opened by a lead Info",
            string.Join("; ", words)
        );
    }

    [Fact]
    public void Budgets_that_are_not_known_are_named()
    {
        Assert.Equal("The budget of refunds is not known: it begins and ends no rule.", Row([Freeze], ["refunds"]).Gap);
        Assert.Equal(
            "The budgets of carts, refunds are not known: they begin and end no rule.",
            Row([], ["carts", "refunds"]).Gap
        );
        Assert.Equal("It has no SLO that a rule could watch.", (Row([], []) with { Slos = 0 }).Gap);
        Assert.Null(Row([Freeze], []).Gap);
    }

    [Fact]
    public void Closed_gates_stand_first_and_what_is_not_known_before_what_is_open()
    {
        var rows = new[]
        {
            Row([], []),
            Row([], ["none"]),
            Row([Freeze], [], isOpened: true),
            Row([Approval], []),
            Row([Freeze], []),
        };

        Assert.Equal(
            "Frozen, Needs approval, Opened by a lead, Open, not all known, Open",
            string.Join(", ", rows.OrderBy(row => row.Urgency).Select(row => row.State.Word))
        );
    }

    [Fact]
    public void A_rule_says_from_where_to_where_it_holds()
    {
        Assert.Equal("consumed leads are told", Plain(PolicyRow.Words(Notify)));
        Assert.Equal("consumed deploys need a lead's approval, until below 80 %", Plain(PolicyRow.Words(Approval)));
        Assert.Equal("consumed deploys are frozen, until below 90 %", Plain(PolicyRow.Words(Freeze)));
    }

    [Fact]
    public void A_gate_that_is_opened_says_until_when_and_no_other_does()
    {
        Assert.Equal("ana has opened the gate: the fix, until 03:06.", Reason(Row([Freeze], [], isOpened: true)));
        Assert.Equal("No rule of its error budget policies holds.", Reason(Row([], [], isOpened: true)));

        static string Reason(PolicyRow row) => PolicyWords.Reason(row.Answer, DateTimeZone.Utc, Now);
    }

    private static string Plain(string text) => text.Replace(Numbers.NoBreakSpace, ' ');

    private static PolicyRow Row(PolicyRule[] rules, string[] unknown, bool isOpened = false)
    {
        var holding = rules.Select(rule => new HoldingRule("shop", "orders", rule, Now)).ToList();
        var pass = isOpened ? new GatePass("ana", "the fix", Now + Duration.FromHours(1)) : null;
        var decision = Gate.Decide("checkout", isCovered: true, holding, pass);
        return new(
            "checkout",
            "shop",
            [Notify, Approval, Freeze],
            new GateAnswer(decision, holding, pass),
            unknown,
            Slos: 2,
            MayChange: true
        );
    }
}
