using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>
/// One alert: a rule and one label set of its result, from the first bad evaluation (pending) to the resolution. That stretch is
/// an episode; the next one of the same labels begins with fresh times and goes on with the same <see cref="Seq"/>.
/// </summary>
public sealed record AlertInstance
{
    /// <summary>On the alerts that a rule raises about itself: <c>noData</c> or <c>error</c>.</summary>
    public const string ReasonLabel = "alert_reason";

    /// <summary>The identity within the rule, and what goes out: the series' labels with those of the rule over them.</summary>
    public required LabelSet Labels { get; init; }

    /// <summary>The labels as the query returned them. By these an alert is recognised when the rule's labels were edited.</summary>
    public required LabelSet Series { get; init; }

    public required AlertState State { get; init; }

    /// <summary>The last value measured; null for a rule's alert about itself.</summary>
    public double? Value { get; init; }

    /// <summary>Since when the condition holds: the start of <c>for</c>. Moves when a long outage makes it start over.</summary>
    public required Instant ActiveAt { get; init; }

    /// <summary>When it last went to firing; a relapse out of <see cref="AlertState.Recovering"/> moves it.</summary>
    public Instant? FiredAt { get; init; }

    /// <summary>When this episode first fired; null while pending. Never changes within an episode; the <c>startsAt</c> that goes out.</summary>
    public Instant? StartsAt { get; init; }

    /// <summary>The first evaluation at which it would have resolved, but for <c>keepFiringFor</c>.</summary>
    public Instant? KeepFiringSince { get; init; }

    public Instant? ResolvedAt { get; init; }

    public TransitionReason? ResolvedReason { get; init; }

    /// <summary>Evaluations in a row that did not have this series while others were there.</summary>
    public int MissingCount { get; init; }

    /// <summary>Number of the last transition: 1, 2, 3, … without gaps.</summary>
    public long Seq { get; init; }

    /// <summary>The alert that this one took over from, when an edit of the rule's labels gave it a new identity.</summary>
    public Fingerprint? Continues { get; init; }

    public Fingerprint Fingerprint => Fingerprint.Of(Labels);

    /// <summary>Whether the episode goes on: pending, firing or recovering.</summary>
    public bool IsOpen => State != AlertState.Resolved;

    /// <summary>Whether the rule raised it about itself: it has no data, or cannot be evaluated.</summary>
    public bool IsAboutRule => Series.Has(ReasonLabel);
}

/// <summary>Where an alert stands.</summary>
public enum AlertState
{
    /// <summary>The condition is met, but not yet for as long as <c>for</c> asks. Nobody is told.</summary>
    Pending,

    /// <summary>Met for long enough.</summary>
    Firing,

    /// <summary>
    /// Not met any more, but not resolved: the value has not passed the recovery threshold, or <c>keepFiringFor</c> is running.
    /// To the outside it is still firing.
    /// </summary>
    Recovering,

    /// <summary>The episode is over.</summary>
    Resolved,
}
