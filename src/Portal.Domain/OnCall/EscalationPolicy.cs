using NodaTime;
using Portal.Domain.Time;

namespace Portal.Domain.OnCall;

/// <summary>Whom an incident pages, in which order, until somebody acknowledges.</summary>
/// <param name="Repeat">How many further times all steps run when nobody acknowledges, 0 to 9.</param>
/// <param name="AcknowledgeTimeout">How long an acknowledged incident may stay unresolved before the first step pages again; null for ever.</param>
/// <param name="Steps">In the order of their times.</param>
public sealed record EscalationPolicy(int Repeat, Duration? AcknowledgeTimeout, IReadOnlyList<EscalationStep> Steps)
{
    private const int MostRepeats = 9;

    private static readonly Duration ShortestPauseBetweenLoops = Duration.FromMinutes(5);

    public int Repeat { get; } =
        Repeat is >= 0 and <= MostRepeats
            ? Repeat
            : throw new DomainException($"A policy repeats 0 to {MostRepeats} times; {Repeat} is not possible.");

    public Duration? AcknowledgeTimeout { get; } =
        AcknowledgeTimeout <= Duration.Zero
            ? throw new DomainException(
                "An acknowledge timeout is longer than nothing. Leave it out to page only once."
            )
            : AcknowledgeTimeout;

    public IReadOnlyList<EscalationStep> Steps { get; } = InOrder(Steps);

    /// <summary>
    /// The time from the start of one loop to the start of the next: after the last step everybody has as long as between the
    /// last two steps, and never less than 5 minutes.
    /// </summary>
    public Duration LoopLength
    {
        get
        {
            var last = Steps[^1].After;
            var lastPause = Steps.Count > 1 ? last - Steps[^2].After : Duration.Zero;
            return last + Duration.Max(lastPause, ShortestPauseBetweenLoops);
        }
    }

    private static IReadOnlyList<EscalationStep> InOrder(IReadOnlyList<EscalationStep> steps)
    {
        if (steps.Count == 0)
        {
            throw new DomainException("An escalation policy needs steps: without one nobody is paged.");
        }

        foreach (var (before, after) in steps.Zip(steps.Skip(1)))
        {
            if (after.After < before.After)
            {
                throw new DomainException(
                    $"Steps count from the start and stay in order: {DurationText.Words(after.After)} cannot follow {DurationText.Words(before.After)}."
                );
            }
        }

        return [.. steps];
    }
}

/// <summary>One step: when it is due and whom it notifies.</summary>
/// <param name="After">Since the start of the loop, not since the step before; zero is at once.</param>
public sealed record EscalationStep(Duration After, IReadOnlyList<EscalationTarget> Notify)
{
    public Duration After { get; } =
        After >= Duration.Zero ? After : throw new DomainException("A step is due at or after the start of its loop.");

    public IReadOnlyList<EscalationTarget> Notify { get; } =
        Notify.Count > 0
            ? [.. Notify]
            : throw new DomainException("A step notifies somebody: name a schedule, user, team or channel.");
}

/// <summary>Somebody or something that a step notifies, by name.</summary>
public sealed record EscalationTarget(EscalationTargetKind Kind, string Name)
{
    public string Name { get; } =
        string.IsNullOrWhiteSpace(Name)
            ? throw new DomainException("A step notifies a schedule, user, team or channel by name.")
            : Name;

    /// <summary>Whether people stand behind this target. A channel is read by whoever looks; it wakes nobody.</summary>
    public bool IsPeople => Kind is not EscalationTargetKind.Channel;
}

public enum EscalationTargetKind
{
    /// <summary>Whoever is on call when the step is sent.</summary>
    Schedule,
    User,

    /// <summary>Every member.</summary>
    Team,
    Channel,
}
