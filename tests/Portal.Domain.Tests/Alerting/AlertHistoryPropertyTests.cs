using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Alerting;

/// <summary>
/// Random histories of one series beside a healthy one, judged step by step by the evaluation, and all at once by a slow model
/// that searches the finished history for each start and end, without remembering anything.
/// </summary>
public sealed class AlertHistoryPropertyTests
{
    private static readonly Sample Healthy = new(LabelSet.Of(("route", "healthy")), 0);
    private static readonly double[] Values = [0.06, 0.06, 0.06, 0.045, 0.01, double.NaN];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Evaluation_fires_and_resolves_exactly_when_the_whole_history_says_so(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 1000; round++)
        {
            var rule = A.Rule(@for: Seconds(random, 5), recovery: random.Next(2) == 0 ? 0.04 : null) with
            {
                KeepFiringFor = Seconds(random, 4),
            };
            var history = Enumerable.Range(0, 60).Select(slot => new Look(slot, random.Next(5), Pick(random))).ToList();

            Assert.Equal(Model(rule, history), Evaluated(rule, history));
        }
    }

    private static Duration Seconds(Random random, int most) => Duration.FromSeconds(15 * random.Next(most));

    // Mostly bad: otherwise little would ever fire.
    private static double Pick(Random random) => Values[random.Next(Values.Length)];

    private static string Evaluated(AlertRule rule, IReadOnlyList<Look> history)
    {
        var story = new AlertStory(rule);
        var events = new List<string>();
        foreach (var look in history)
        {
            story.Evaluate(look.At, look.Outcome);
            events.AddRange(story.Steps.Where(IsToldOutside).Select(step => $"{look.Slot} {Verb(step)}"));
        }

        return string.Join('\n', events);
    }

    private static bool IsToldOutside(AlertTransition step) =>
        step.To == AlertState.Resolved
            ? step.IsAnnounced
            : step is { To: AlertState.Firing, From: not AlertState.Recovering };

    private static string Verb(AlertTransition step) => step.To == AlertState.Firing ? "fires" : "resolves";

    private static string Model(AlertRule rule, IReadOnlyList<Look> history)
    {
        var seen = history.Where(look => !look.IsDown).ToList();
        var events = new List<string>();
        var from = 0;
        while (true)
        {
            var fires = First(from, seen.Count, at => Fires(rule, seen, from, at));
            if (fires is not { } start)
            {
                return string.Join('\n', events);
            }

            events.Add($"{seen[start].Slot} fires");
            var resolves = First(start + 1, seen.Count, at => Resolves(rule, seen, start, at));
            if (resolves is not { } end)
            {
                return string.Join('\n', events);
            }

            events.Add($"{seen[end].Slot} resolves");
            from = end + 1;
        }
    }

    /// <summary>Bad now, and there is a bad look long enough ago since which nothing ended it.</summary>
    private static bool Fires(AlertRule rule, List<Look> seen, int from, int at) =>
        rule.Condition.IsMetBy(seen[at].Value)
        && Indexes(from, at + 1)
            .Any(first =>
                rule.Condition.IsMetBy(seen[first].Value)
                && seen[at].At - seen[first].At >= rule.For
                && Indexes(first, at + 1).All(look => Pends(rule, seen, look, first))
            );

    private static bool Pends(AlertRule rule, List<Look> seen, int at, int first) =>
        rule.Condition.IsMetBy(seen[at].Value) || (seen[at].IsMissing && !(at > first && seen[at - 1].IsMissing));

    /// <summary>Clear now, and clear long enough ago, with nothing bad between.</summary>
    private static bool Resolves(AlertRule rule, List<Look> seen, int start, int at) =>
        IsClear(rule, seen, start, at)
        && Indexes(start + 1, at + 1)
            .Any(first =>
                IsClear(rule, seen, start, first)
                && seen[at].At - seen[first].At >= rule.KeepFiringFor
                && Indexes(first, at + 1).All(look => !rule.Condition.IsHeldBy(seen[look].Value))
            );

    private static bool IsClear(AlertRule rule, List<Look> seen, int start, int at) =>
        seen[at].IsMissing ? at - 1 > start && seen[at - 1].IsMissing : !rule.Condition.IsHeldBy(seen[at].Value);

    private static IEnumerable<int> Indexes(int from, int end) => Enumerable.Range(from, Math.Max(0, end - from));

    private static int? First(int from, int end, Func<int, bool> holds) =>
        Indexes(from, end).Where(holds).Select(index => (int?)index).FirstOrDefault();

    private sealed record Look(int Slot, int Luck, double Value)
    {
        public Instant At => AlertStory.Start + Duration.FromSeconds(15 * Slot);

        public bool IsDown => Luck == 0;

        public bool IsMissing => double.IsNaN(Value);

        public QueryOutcome<Sample> Outcome =>
            IsDown ? new QueryOutcome<Sample>.Failed(QueryFailure.Timeout, "No answer within 10 s.")
            // Missing comes both ways: as NaN, and as no series at all.
            : IsMissing && Luck == 1 ? QueryOutcome.Answer([Healthy])
            : QueryOutcome.Answer([Healthy, new Sample(LabelSet.Of(("route", "a")), Value)]);
    }
}
