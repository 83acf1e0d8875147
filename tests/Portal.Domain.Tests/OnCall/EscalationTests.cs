using NodaTime;
using Portal.Domain.OnCall;

namespace Portal.Domain.Tests.OnCall;

public sealed class EscalationTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 20, 3, 0);
    private static readonly EscalationTarget Primary = new(EscalationTargetKind.Schedule, "shop-primary");
    private static readonly EscalationTarget Secondary = new(EscalationTargetKind.Schedule, "shop-secondary");
    private static readonly EscalationTarget Lead = new(EscalationTargetKind.User, "lead");
    private static readonly EscalationTarget Team = new(EscalationTargetKind.Team, "shop");
    private static readonly EscalationTarget Slack = new(EscalationTargetKind.Channel, "shop-slack");

    private static readonly EscalationPolicy Shop = new(
        Repeat: 2,
        AcknowledgeTimeout: Duration.FromMinutes(30),
        [Step(0, Primary), Step(5, Secondary, Lead), Step(15, Team, Slack)]
    );

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 1, 5)]
    [InlineData(0, 2, 15)]
    [InlineData(1, 0, 25)]
    [InlineData(2, 2, 65)]
    public void Steps_count_from_the_start_of_their_loop(int loop, int step, int minute) =>
        Assert.Equal(Minute(minute), Escalation.DueAt(Shop, Start, new(loop, step)));

    [Theory]
    [InlineData(new[] { 0 }, 5)]
    [InlineData(new[] { 0, 2 }, 7)]
    [InlineData(new[] { 0, 20 }, 40)]
    [InlineData(new[] { 0, 20, 23 }, 28)]
    public void The_next_loop_waits_as_long_as_the_last_step_did_and_at_least_5_minutes(int[] minutes, int loopMinutes)
    {
        var policy = new EscalationPolicy(1, null, [.. minutes.Select(minute => Step(minute, Lead))]);

        Assert.Equal(Duration.FromMinutes(loopMinutes), policy.LoopLength);
    }

    [Fact]
    public void The_last_step_of_the_last_loop_is_the_end()
    {
        Assert.Equal(new(0, 1), Escalation.Next(Shop, EscalationPosition.First));
        Assert.Equal(new(1, 0), Escalation.Next(Shop, new(0, 2)));
        Assert.Null(Escalation.Next(Shop, new(2, 2)));
    }

    [Fact]
    public void A_due_step_names_whom_it_notifies_and_when_the_next_is_due()
    {
        var decision = Decide(Shop, new(0, 2), 15);

        var notice = Assert.Single(decision.Steps);
        Assert.Equal([new Recipient("ana", Team), new Recipient("bo", Team)], notice.People);
        Assert.Equal("shop-slack", Assert.Single(notice.Channels));
        Assert.Equal((new EscalationPosition(1, 0), Minute(25)), (decision.Next, decision.NextDueAt));
    }

    [Fact]
    public void Nothing_fires_before_it_is_due()
    {
        var decision = Decide(Shop, new(0, 1), 4);

        Assert.Empty(decision.Steps);
        Assert.Equal((new EscalationPosition(0, 1), Minute(5)), (decision.Next, decision.NextDueAt));
    }

    [Fact]
    public void A_person_behind_two_targets_is_paged_once_for_the_first()
    {
        var policy = new EscalationPolicy(0, null, [Step(0, Team, Primary, Lead)]);

        var notice = Assert.Single(Decide(policy, EscalationPosition.First, 0).Steps);

        Assert.Equal(
            [new Recipient("ana", Team), new Recipient("bo", Team), new Recipient("lead", Lead)],
            notice.People
        );
    }

    [Fact]
    public void After_an_outage_only_the_current_step_fires()
    {
        var decision = Decide(Shop, new(0, 1), 31);

        Assert.Equal(new EscalationPosition(1, 1), Assert.Single(decision.Steps).Position);
        Assert.Equal([new(0, 1), new(0, 2), new EscalationPosition(1, 0)], decision.Collapsed);
        Assert.Equal((new EscalationPosition(1, 2), Minute(40)), (decision.Next, decision.NextDueAt));
    }

    [Fact]
    public void Steps_of_one_time_do_not_collapse_into_each_other()
    {
        var policy = new EscalationPolicy(0, null, [Step(0, Lead), Step(0, Slack)]);

        var first = Decide(policy, EscalationPosition.First, 3);
        var second = Decide(policy, first.Next!.Value, 3);

        Assert.Equal("lead", Assert.Single(Assert.Single(first.Steps).People).User);
        Assert.Equal("shop-slack", Assert.Single(Assert.Single(second.Steps).Channels));
        Assert.Null(second.Next);
    }

    [Fact]
    public void A_step_with_nobody_behind_it_passes_to_the_next_at_once_and_the_one_after_keeps_its_time()
    {
        var decision = Decide(Shop, EscalationPosition.First, 0, nobody: Primary);

        Assert.Equal([0, 1], decision.Steps.Select(step => step.Position.Step));
        Assert.Empty(decision.Steps[0].People);
        Assert.Equal([new Recipient("bo", Secondary), new Recipient("lead", Lead)], decision.Steps[1].People);
        Assert.Equal((new EscalationPosition(0, 2), Minute(15)), (decision.Next, decision.NextDueAt));
        Assert.Empty(Decide(Shop, decision.Next!.Value, 6).Steps);
    }

    [Fact]
    public void With_nobody_behind_any_step_the_next_loop_tries_again_in_its_time()
    {
        var decision = Escalation.Decide(Shop, Start, EscalationPosition.First, Start, _ => []);

        Assert.False(decision.PagesSomebody);
        Assert.Equal(3, decision.Steps.Count);
        Assert.Equal("shop-slack", Assert.Single(decision.Steps[2].Channels));
        Assert.Equal((new EscalationPosition(1, 0), Minute(25)), (decision.Next, decision.NextDueAt));
    }

    [Fact]
    public void A_step_for_a_channel_alone_stands_by_itself()
    {
        var policy = new EscalationPolicy(0, null, [Step(0, Slack), Step(5, Lead)]);

        var decision = Decide(policy, EscalationPosition.First, 0);

        Assert.Single(decision.Steps);
        Assert.False(decision.PagesSomebody);
        Assert.Equal(Minute(5), decision.NextDueAt);
    }

    [Fact]
    public void A_step_that_was_removed_meanwhile_leads_to_the_next_loop_or_the_end()
    {
        var shorter = new EscalationPolicy(1, null, [Step(0, Lead)]);

        Assert.Equal(new(1, 0), Decide(shorter, new(0, 2), 1).Next);
        Assert.Null(Decide(shorter, new(1, 2), 90).Next);
        Assert.Empty(Decide(shorter, new(2, 0), 90).Steps);
    }

    [Fact]
    public void By_hand_the_next_step_fires_early()
    {
        var decision = Escalation.EscalateByHand(Shop, Start, new(0, 1), new(0, 1), People());

        Assert.Equal(1, Assert.Single(decision.Steps).Position.Step);
        Assert.Equal((new EscalationPosition(0, 2), Minute(15)), (decision.Next, decision.NextDueAt));
    }

    [Fact]
    public void By_hand_the_end_of_the_policy_is_refused() =>
        Assert.Throws<DomainException>(() => Escalation.EscalateByHand(Shop, Start, null, null, People()));

    [Fact]
    public void An_acknowledged_incident_starts_again_after_the_timeout()
    {
        Assert.Equal(Minute(37), Escalation.RestartsAt(Shop, Minute(7)));
        Assert.Null(Escalation.RestartsAt(new EscalationPolicy(0, null, [Step(0, Lead)]), Minute(7)));
    }

    [Fact]
    public void A_policy_that_cannot_run_is_refused()
    {
        Assert.Throws<DomainException>(() => new EscalationPolicy(0, null, []));
        Assert.Throws<DomainException>(() => new EscalationPolicy(-1, null, [Step(0, Lead)]));
        Assert.Throws<DomainException>(() => new EscalationPolicy(10, null, [Step(0, Lead)]));
        Assert.Throws<DomainException>(() => new EscalationPolicy(0, Duration.Zero, [Step(0, Lead)]));
        Assert.Throws<DomainException>(() => new EscalationPolicy(0, null, [Step(5, Lead), Step(4, Team)]));
        Assert.Throws<DomainException>(() => Step(-1, Lead));
        Assert.Throws<DomainException>(() => Step(0));
        Assert.Throws<DomainException>(() => new EscalationTarget(EscalationTargetKind.User, " "));
    }

    private static EscalationDecision Decide(
        EscalationPolicy policy,
        EscalationPosition position,
        int minute,
        EscalationTarget? nobody = null
    ) => Escalation.Decide(policy, Start, position, Minute(minute), People(nobody));

    private static Func<EscalationTarget, IReadOnlyList<string>> People(EscalationTarget? nobody = null) =>
        target =>
            target == nobody ? []
            : target == Primary ? ["ana"]
            : target == Secondary ? ["bo"]
            : target == Team ? ["ana", "bo"]
            : target == Lead ? ["lead"]
            : [];

    private static EscalationStep Step(int minute, params EscalationTarget[] notify) =>
        new(Duration.FromMinutes(minute), notify);

    private static Instant Minute(int minute) => Start + Duration.FromMinutes(minute);
}
