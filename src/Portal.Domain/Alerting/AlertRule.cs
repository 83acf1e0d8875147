using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>What to ask a backend, how often, and when the answer is bad enough to tell somebody.</summary>
/// <remarks>
/// A record of what a person wrote: any value can be held, so that an editor can show what is wrong with it.
/// <see cref="RuleFindings.Of"/> says whether it may be saved; evaluation expects a rule without errors.
/// </remarks>
public sealed record AlertRule
{
    /// <summary>The most instances a rule may have open unless it says otherwise.</summary>
    public const int DefaultLimit = 1000;

    public static readonly Duration ShortestInterval = Duration.FromSeconds(1);

    /// <summary>Name of the service that the rule watches.</summary>
    public required string Service { get; init; }

    /// <summary>Name of the backend that is asked.</summary>
    public required string Backend { get; init; }

    /// <summary>In the backend's language. Each series of the result is judged by itself.</summary>
    public required string Query { get; init; }

    /// <summary>Time from one evaluation to the next, at least a second.</summary>
    public Duration Interval { get; init; } = Duration.FromMinutes(1);

    public required ThresholdCondition Condition { get; init; }

    /// <summary>How long the condition must hold before the alert fires. Zero fires at the first evaluation.</summary>
    public Duration For { get; init; }

    /// <summary>How long the alert goes on firing after the condition has cleared: for conditions that flap.</summary>
    public Duration KeepFiringFor { get; init; }

    public required Severity Severity { get; init; }

    public OnNoData OnNoData { get; init; } = OnNoData.Ok;

    public OnError OnError { get; init; } = OnError.Keep;

    /// <summary>
    /// Labels that every alert of the rule carries, over those of the series. Part of an alert's identity. May name labels of
    /// the series, <c>{{ labels.zone }}</c>, but not the value.
    /// </summary>
    public LabelSet Labels { get; init; } = LabelSet.Empty;

    /// <summary>Texts for people, <see cref="AnnotationTemplate"/>s by name: <c>summary</c>, <c>description</c>, … No part of the identity.</summary>
    public LabelSet Annotations { get; init; } = LabelSet.Empty;

    /// <summary>What to do when it fires: the name of a runbook, or the address of a page. Critical rules need one.</summary>
    public string? Runbook { get; init; }

    /// <summary>The most instances that may be open. More is an error of the rule: a query grown too wide, not an outage.</summary>
    public int Limit { get; init; } = DefaultLimit;

    public bool Paused { get; init; }

    /// <summary>
    /// Until when receivers may take open alerts for firing without hearing again: four evaluations, at least four minutes, as
    /// Prometheus does. Sent anew after every evaluation, failed ones included, so silence of a backend resolves nothing.
    /// </summary>
    public Instant EndsAt(Instant slot) => slot + Duration.Max(Interval, Duration.FromMinutes(1)) * 4;
}
