using NodaTime;
using Portal.Domain.OnCall;

namespace Portal.Domain.Tests.OnCall;

/// <summary>What holds for every escalation, checked on random policies.</summary>
public sealed class EscalationProperties
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 20, 3, 0);

    private static readonly EscalationTarget[] Targets =
    [
        new(EscalationTargetKind.Schedule, "ana"),
        new(EscalationTargetKind.Schedule, "nobody"),
        new(EscalationTargetKind.User, "bo"),
        new(EscalationTargetKind.Team, "nobody"),
        new(EscalationTargetKind.Channel, "slack"),
    ];

    [Fact]
    public void Asked_at_random_late_times_no_step_fires_twice_early_or_out_of_order()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var policy = RandomPolicy(random);
            var (now, last) = (Start, new EscalationPosition(-1, 0));
            for (
                EscalationPosition? next = EscalationPosition.First;
                next is { } position;
                now += Duration.FromMinutes(random.Next(30))
            )
            {
                var decision = Escalation.Decide(policy, Start, position, now, Who);

                Assert.True(
                    decision.Steps.Count == 0 || Escalation.DueAt(policy, Start, decision.Steps[0].Position) <= now
                );
                foreach (var fired in decision.Collapsed.Concat(decision.Steps.Select(step => step.Position)))
                {
                    Assert.True((fired.Loop, fired.Step).CompareTo((last.Loop, last.Step)) > 0);
                    last = fired;
                }

                next = decision.Next;
            }

            Assert.Null(Escalation.Next(policy, last));
        }
    }

    [Fact]
    public void A_simulation_is_what_a_punctual_clock_does()
    {
        var random = new Random(8);
        for (var run = 0; run < 500; run++)
        {
            var policy = RandomPolicy(random);
            var happened = new List<(Instant, EscalationPosition)>();
            EscalationPosition? next = EscalationPosition.First;
            for (var now = Start; next is not null; now += Duration.FromMinutes(1))
            {
                while (next is { } position && Escalation.DueAt(policy, Start, position) <= now)
                {
                    var decision = Escalation.Decide(policy, Start, position, now, Who);
                    happened.AddRange(decision.Steps.Select(step => (now, step.Position)));
                    next = decision.Next;
                }
            }

            Assert.Equal(
                happened,
                Escalation
                    .Simulate(policy, Start, (target, _) => Who(target))
                    .Select(step => (step.At, step.Notice.Position))
            );
        }
    }

    private static IReadOnlyList<string> Who(EscalationTarget target) => target.Name == "nobody" ? [] : [target.Name];

    private static EscalationPolicy RandomPolicy(Random random)
    {
        var minutes = Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Next(30)).Order();
        var steps = minutes.Select(minute => new EscalationStep(
            Duration.FromMinutes(minute),
            random.GetItems(Targets, random.Next(1, 3))
        ));
        return new EscalationPolicy(random.Next(4), null, [.. steps]);
    }
}
