using System.Globalization;
using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Alerting;

/// <summary>
/// Plays a rule over time, one line per evaluation: <c>time | what the backend said | open alerts afterwards | steps taken</c>.
/// </summary>
/// <remarks>
/// Times are <c>m:ss</c> or <c>h:mm:ss</c> from the start. The backend says <c>a=0.1 b=NaN</c> (two series, route="a" and "b"),
/// <c>empty</c>, <c>down</c>, or <c>part a=0.1</c>. A step is written <c>a pending>firing:forReached</c>. Between lines a test may
/// edit the rule with <see cref="Rule"/>. Whatever the story, numbers have no gaps and startsAt stays.
/// </remarks>
internal sealed class AlertStory(AlertRule rule)
{
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 5, 9, 0);

    private readonly Dictionary<LabelSet, AlertInstance> rows = [];
    private readonly Dictionary<LabelSet, long> numbers = [];

    public AlertRule Rule { get; set; } = rule;

    public LabelSet Identity { get; set; } = A.Identity;

    public RuleHealth Health { get; private set; } = RuleHealth.NotEvaluated;

    public IReadOnlyList<AlertTransition> Steps { get; private set; } = [];

    /// <summary>The only alert of a route.</summary>
    public AlertInstance this[string route] => rows.Values.Single(row => Name(row) == route);

    public AlertStory Play(string table)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            Evaluate(At(cells[0]), Outcome(cells[1]));
            Assert.Equal($"{cells[0]} {cells[2]}", $"{cells[0]} {OpenAlerts()}");
            Assert.Equal($"{cells[0]} {cells[3]}", $"{cells[0]} {string.Join(", ", Steps.Select(Step))}");
        }

        return this;
    }

    public static Instant At(string time)
    {
        var parts = time.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).Reverse().ToList();
        return Start + Duration.FromSeconds(parts.Select((part, place) => part * Math.Pow(60, place)).Sum());
    }

    public void Evaluate(Instant slot, QueryOutcome<Sample> outcome)
    {
        var result = AlertEvaluation.Next(Rule, Identity, [.. rows.Values], outcome, Health, slot);
        foreach (var step in result.Transitions)
        {
            CheckNumber(step);
        }

        foreach (var alert in result.Instances)
        {
            CheckStart(alert);
            rows[alert.Labels] = alert;
        }

        (Health, Steps) = (result.Health, result.Transitions);
    }

    private void CheckNumber(AlertTransition step)
    {
        Assert.Equal(numbers.GetValueOrDefault(step.Instance.Labels) + 1, step.Seq);
        numbers[step.Instance.Labels] = step.Seq;
    }

    private void CheckStart(AlertInstance now)
    {
        if (rows.TryGetValue(now.Labels, out var was) && was is { IsOpen: true, StartsAt: not null })
        {
            Assert.Equal(was.StartsAt, now.StartsAt);
        }
    }

    private static QueryOutcome<Sample> Outcome(string text) =>
        text switch
        {
            "empty" => QueryOutcome.Answer<Sample>([]),
            "down" => new QueryOutcome<Sample>.Failed(QueryFailure.Unreachable, "prom: connection refused."),
            _ when text.StartsWith("part", StringComparison.Ordinal) => QueryOutcome.Answer(
                Samples(text[4..]),
                "store a is down"
            ),
            _ => QueryOutcome.Answer(Samples(text)),
        };

    private static List<Sample> Samples(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(one => one.Split('='))
                .Select(pair => new Sample(
                    LabelSet.Of(("route", pair[0])),
                    double.Parse(pair[1], CultureInfo.InvariantCulture)
                )),
        ];

    private string OpenAlerts() =>
        string.Join(
            ' ',
            rows.Values.Where(row => row.IsOpen)
                .OrderBy(Name, StringComparer.Ordinal)
                .Select(row => $"{Name(row)}:{Word(row.State)}")
        );

    private static string Step(AlertTransition step) =>
        $"{Name(step.Instance)} {Word(step.From)}>{Word(step.To)}:{step.Reason.Word()}";

    private static string Name(AlertInstance alert) =>
        alert.IsAboutRule ? alert.Labels[AlertInstance.ReasonLabel] : alert.Labels["route"];

    private static string Word(AlertState? state) => state is { } some ? some.ToString().ToLowerInvariant() : "";
}
