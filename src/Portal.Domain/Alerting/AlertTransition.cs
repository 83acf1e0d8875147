using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>One step of an alert from a state to another. What is told to people is told because of these.</summary>
/// <param name="Instance">The alert after the step.</param>
/// <param name="From">The state before; null where an episode begins.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">The slot of the evaluation.</param>
/// <param name="Annotations">The rule's texts, filled in for this moment.</param>
public sealed record AlertTransition(
    AlertInstance Instance,
    AlertState? From,
    TransitionReason Reason,
    Instant At,
    LabelSet Annotations
)
{
    public AlertState To => Instance.State;

    public long Seq => Instance.Seq;

    /// <summary>Whether anybody outside may know of this episode: it has fired at some time. A pending alert that went away has not.</summary>
    public bool IsAnnounced => Instance.StartsAt is not null;
}

/// <summary>Why an alert changed its state.</summary>
public enum TransitionReason
{
    /// <summary>The value is bad: the episode begins (and, without <c>for</c>, fires).</summary>
    ConditionMet,

    /// <summary>The value has been bad for as long as <c>for</c> asks.</summary>
    ForReached,

    /// <summary>Bad again while recovering.</summary>
    Relapsed,

    /// <summary>Back on the good side of the threshold, not yet of the recovery threshold.</summary>
    NotYetRecovered,

    /// <summary>Recovered, but held open by <c>keepFiringFor</c>.</summary>
    KeepFiring,

    /// <summary>The value is good.</summary>
    Recovered,

    /// <summary>The series did not come back for two evaluations, while others did.</summary>
    MissingSeries,

    /// <summary>The query returned nothing at all: what that means is the rule's <see cref="OnNoData"/>.</summary>
    NoData,

    /// <summary>The rule could not be evaluated: what that means is its <see cref="OnError"/>.</summary>
    QueryFailed,

    /// <summary>The rule can be evaluated again: its alert about itself is over.</summary>
    Restored,

    /// <summary>The rule's labels were edited: the alert ends under its old identity and goes on under a new one.</summary>
    LabelsChanged,

    /// <summary>The rule was paused.</summary>
    Paused,

    /// <summary>The rule was deleted.</summary>
    Deleted,
}

/// <summary>Reasons as they are stored, sent and filtered by. The words never change, whatever the code calls them.</summary>
public static class TransitionReasonWord
{
    public static string Word(this TransitionReason reason) =>
        reason switch
        {
            TransitionReason.ConditionMet => "conditionMet",
            TransitionReason.ForReached => "forReached",
            TransitionReason.Relapsed => "relapsed",
            TransitionReason.NotYetRecovered => "notYetRecovered",
            TransitionReason.KeepFiring => "keepFiring",
            TransitionReason.Recovered => "recovered",
            TransitionReason.MissingSeries => "missingSeries",
            TransitionReason.NoData => "noData",
            TransitionReason.QueryFailed => "queryFailed",
            TransitionReason.Restored => "restored",
            TransitionReason.LabelsChanged => "labelsChanged",
            TransitionReason.Paused => "paused",
            TransitionReason.Deleted => "deleted",
        };
}
