using NodaTime;

namespace Portal.Domain.OnCall;

/// <summary>What to do now, and when to ask again.</summary>
/// <param name="Steps">
/// The steps that fire, in order; none while the next is not due. All but the last have nobody behind them and were passed
/// at once. Each is stored, so that it never fires again.
/// </param>
/// <param name="Collapsed">Steps that an outage made late and that a later step now stands for. They notify nobody.</param>
/// <param name="Next">The step after these; null when the policy has no further one.</param>
/// <param name="NextDueAt">When that step is due; null with <see cref="Next"/>.</param>
public sealed record EscalationDecision(
    IReadOnlyList<StepNotice> Steps,
    IReadOnlyList<EscalationPosition> Collapsed,
    EscalationPosition? Next,
    Instant? NextDueAt
)
{
    /// <summary>Whether anybody is paged now.</summary>
    public bool PagesSomebody => Steps.Any(step => step.People.Count > 0);
}

/// <summary>Whom one step notifies.</summary>
/// <param name="People">Each person once, with the first target that named them.</param>
/// <param name="Channels">Each channel once.</param>
public sealed record StepNotice(
    EscalationPosition Position,
    IReadOnlyList<Recipient> People,
    IReadOnlyList<string> Channels
);

/// <summary>A person whom a step pages, and the target of the step that brought them.</summary>
public sealed record Recipient(string User, EscalationTarget Target);

/// <summary>A step of a simulated escalation and when it would fire.</summary>
public sealed record SimulatedStep(Instant At, StepNotice Notice);
