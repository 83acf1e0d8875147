using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.OnCall;
using Portal.Ui;

namespace Portal.Alerting;

/// <summary>What an unsaved rule would do.</summary>
/// <param name="Live">What the query gives now; null when there is not enough of a rule to ask.</param>
/// <param name="Past">When it would have fired; null when that cannot be said.</param>
/// <param name="Reach">What would happen if it fired now.</param>
internal sealed record RulePreview(RuleDraft Draft, LiveAnswer? Live, PastAnswer? Past, RuleReach Reach);

/// <param name="Series">How many series the query returns.</param>
/// <param name="Meeting">How many of them meet the condition at this moment.</param>
/// <param name="Failure">Why there is no answer, in the backend's words.</param>
/// <param name="Missing">What the backend says is missing from its answer.</param>
internal sealed record LiveAnswer(
    int Series,
    int Meeting,
    Duration Took,
    string? Failure,
    IReadOnlyList<string> Missing
);

/// <param name="Step">What lasted shorter than this may have been missed.</param>
/// <param name="Series">How many series were there at any time.</param>
internal sealed record PastAnswer(ReplayResult Replay, Interval Range, Duration Step, int Series, ChartData Chart);

/// <summary>What would happen if the rule fired at this moment.</summary>
/// <param name="Labels">Of the alert, as far as they are known without a series.</param>
/// <param name="Value">The worst value at this moment; null when the query gives none.</param>
/// <param name="Summary">What people would read.</param>
/// <param name="Joins">The open incident that it would join.</param>
/// <param name="Policy">The name of the escalation policy of its service.</param>
/// <param name="Repeat">How often the policy starts over.</param>
/// <param name="Pages">Who would be paged if nobody acknowledged; the first round only.</param>
internal sealed record RuleReach(
    LabelSet Labels,
    double? Value,
    string Summary,
    LinkedIncident? Joins,
    string? Policy,
    int Repeat,
    IReadOnlyList<SimulatedPage> Pages,
    Instant At
);
