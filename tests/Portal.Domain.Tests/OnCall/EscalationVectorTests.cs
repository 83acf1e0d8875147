using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;

namespace Portal.Domain.Tests.OnCall;

/// <summary>Vectors/oncall/lifecycle/escalation.json. Recorded delays run from step to step; ours from the start of the loop.</summary>
public sealed class EscalationVectorTests
{
    private const string EscalationFile = "lifecycle/escalation.json";

    private static readonly Instant Start = Instant.FromUtc(2026, 11, 20, 3, 0);

    [Fact]
    public void Every_recorded_case_has_its_test() => Assert.Equal(3, Recorded.Cases(EscalationFile).Count);

    [Fact]
    public void Steps_fire_when_recorded_and_the_policy_ends_after_the_last()
    {
        var vector = Recorded.Named(EscalationFile, "two steps, delay 30 min");

        var steps = Escalation.Simulate(PolicyOf(vector["policy"]!), Start, (target, _) => [target.Name]);

        var expected = vector["expected"]!
            .AsArray()
            .Select(step => ((int)step!["atMinute"]!, (int)step["step"]!, step.Texts("notified")[0]));
        Assert.Equal(
            expected,
            steps.Select(step =>
                (MinuteOf(step.At), step.Notice.Position.Step + 1, Assert.Single(step.Notice.People).User)
            )
        );
    }

    [Fact]
    public void Personal_rules_are_followed_each_once_until_acknowledged()
    {
        var vector = Recorded.Named(EscalationFile, "personal rules inside a step");
        var rules = vector["rules"]!["u1"]!
            .AsArray()
            .Select(rule => new NotificationRule(Duration.FromMinutes((int)rule!["delayMinutes"]!), rule.Text("via")))
            .ToList();
        var acknowledgedAt = Start + Duration.FromMinutes((int)vector["ackAtMinute"]!);

        var followed = new List<(int, string)>();
        Instant? lookedAt = null;
        for (var now = Start; now < acknowledgedAt; now += Duration.FromSeconds(20))
        {
            followed.AddRange(
                DueRules.At(rules, Start, lookedAt, now).Select(rule => (MinuteOf(now), rule.ContactMethod))
            );
            lookedAt = now;
        }

        Assert.Equal(
            vector["expected"]!.AsArray().Select(rule => ((int)rule!["atMinute"]!, rule.Text("via"))),
            followed
        );
    }

    [Fact]
    public void Escalating_by_hand_is_refused_when_the_clock_was_faster()
    {
        var vector = Recorded.Named(
            EscalationFile,
            "two deliveries with the same minute: manual escalate and timeout race"
        );
        var policy = PolicyOf(Recorded.Named(EscalationFile, "two steps, delay 30 min")["policy"]!);
        var seen = new EscalationPosition(0, 1);

        var byClock = Escalation.Decide(policy, Start, seen, Start + Duration.FromMinutes(30), target => [target.Name]);

        var refusal = Assert.Throws<DomainException>(() =>
            Escalation.EscalateByHand(policy, Start, byClock.Next, seen, target => [target.Name])
        );
        Assert.Contains("already escalated", vector.Text("rule"), StringComparison.Ordinal);
        Assert.Contains("already escalated", refusal.Message, StringComparison.Ordinal);
    }

    private static int MinuteOf(Instant now) => (int)(now - Start).TotalMinutes;

    private static EscalationPolicy PolicyOf(JsonNode policy)
    {
        var steps = new List<EscalationStep>();
        var after = Duration.Zero;
        foreach (var step in policy["steps"]!.AsArray())
        {
            var targets = step!.Texts("targets").Select(user => new EscalationTarget(EscalationTargetKind.User, user));
            steps.Add(new EscalationStep(after, [.. targets]));
            after += Duration.FromMinutes((int)step!["delayMinutes"]!);
        }

        return new EscalationPolicy((int?)policy["repeat"] ?? 0, AcknowledgeTimeout: null, steps);
    }
}
