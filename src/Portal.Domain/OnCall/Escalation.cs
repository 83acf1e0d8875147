using NodaTime;

namespace Portal.Domain.OnCall;

/// <summary>
/// Walks an escalation policy for one incident that nobody has acknowledged. The caller keeps the next position; each
/// position fires at most once between two starts.
/// </summary>
public static class Escalation
{
    /// <summary>When a step is due if everything before it took its time.</summary>
    public static Instant DueAt(EscalationPolicy policy, Instant startedAt, EscalationPosition position) =>
        startedAt + position.Loop * policy.LoopLength + policy.Steps[position.Step].After;

    /// <summary>The position after this one; null at the end of the last loop.</summary>
    public static EscalationPosition? Next(EscalationPolicy policy, EscalationPosition position) =>
        position.Step + 1 < policy.Steps.Count
            ? position with
            {
                Step = position.Step + 1,
            }
            : NextLoop(policy, position);

    /// <summary>
    /// The step that stands for all that are due: the latest, or the first of several with the same time. Null before the
    /// first step.
    /// </summary>
    public static EscalationPosition? Current(EscalationPolicy policy, Instant startedAt, Instant now)
    {
        EscalationPosition? current = null;
        EscalationPosition? candidate = EscalationPosition.First;
        while (candidate is { } position && DueAt(policy, startedAt, position) <= now)
        {
            var isLater =
                current is not { } before || DueAt(policy, startedAt, before) < DueAt(policy, startedAt, position);
            current = isLater ? position : current;
            candidate = Next(policy, position);
        }

        return current;
    }

    /// <summary>
    /// What to do at <paramref name="now"/> when <paramref name="position"/> is the next step. Nothing before it is due. After
    /// an outage only the current step fires. Where nobody is behind a step the next one of the same loop follows at
    /// once; a further loop keeps its time, since by then somebody may be on call.
    /// </summary>
    /// <param name="who">The people behind a target now. Not asked about channels.</param>
    public static EscalationDecision Decide(
        EscalationPolicy policy,
        Instant startedAt,
        EscalationPosition position,
        Instant now,
        Func<EscalationTarget, IReadOnlyList<string>> who
    )
    {
        if (Existing(policy, position) is not { } planned)
        {
            return new EscalationDecision([], [], Next: null, NextDueAt: null);
        }

        if (now < DueAt(policy, startedAt, planned))
        {
            return new EscalationDecision([], [], planned, DueAt(policy, startedAt, planned));
        }

        var start = Current(policy, startedAt, now) is { } current && planned.IsBefore(current) ? current : planned;
        return Fire(policy, startedAt, start, who) with
        {
            Collapsed = [.. From(policy, planned).TakeWhile(overdue => overdue.IsBefore(start))],
        };
    }

    /// <summary>
    /// Fires the next step early because somebody asks for it. Refused when <paramref name="seen"/>, the next step on the page
    /// of that person, has fired meanwhile, so that two hands, or a hand and the clock, never skip a step.
    /// </summary>
    public static EscalationDecision EscalateByHand(
        EscalationPolicy policy,
        Instant startedAt,
        EscalationPosition? position,
        EscalationPosition? seen,
        Func<EscalationTarget, IReadOnlyList<string>> who
    )
    {
        if (position != seen)
        {
            throw new DomainException(
                "This incident was already escalated since you looked. See who is paged now before you escalate again."
            );
        }

        return position is { } next && Existing(policy, next) is { } existing
            ? Fire(policy, startedAt, existing, who)
            : throw new DomainException("The escalation policy has no further step. Page somebody by name.");
    }

    /// <summary>
    /// When an incident that was acknowledged and is still not resolved starts the policy again, at the first step; null
    /// where the policy does not.
    /// </summary>
    public static Instant? RestartsAt(EscalationPolicy policy, Instant acknowledgedAt) =>
        acknowledgedAt + policy.AcknowledgeTimeout;

    /// <summary>All that would happen if nobody acknowledged, on a clock that is never late.</summary>
    /// <param name="who">The people behind a target at an instant.</param>
    public static IReadOnlyList<SimulatedStep> Simulate(
        EscalationPolicy policy,
        Instant startedAt,
        Func<EscalationTarget, Instant, IReadOnlyList<string>> who
    )
    {
        var steps = new List<SimulatedStep>();
        EscalationPosition? position = EscalationPosition.First;
        while (position is { } next)
        {
            var now = DueAt(policy, startedAt, next);
            var decision = Decide(policy, startedAt, next, now, target => who(target, now));
            steps.AddRange(decision.Steps.Select(notice => new SimulatedStep(now, notice)));
            position = decision.Next;
        }

        return steps;
    }

    private static EscalationDecision Fire(
        EscalationPolicy policy,
        Instant startedAt,
        EscalationPosition start,
        Func<EscalationTarget, IReadOnlyList<string>> who
    )
    {
        var fired = new List<StepNotice>();
        foreach (var position in From(policy, start).TakeWhile(position => position.Loop == start.Loop))
        {
            var targets = policy.Steps[position.Step].Notify;
            var notice = NoticeOf(position, targets, who);
            fired.Add(notice);
            if (notice.People.Count > 0 || !targets.Any(target => target.IsPeople))
            {
                break;
            }
        }

        var next = Next(policy, fired[^1].Position);
        return new EscalationDecision(fired, [], next, next is { } after ? DueAt(policy, startedAt, after) : null);
    }

    private static StepNotice NoticeOf(
        EscalationPosition position,
        IReadOnlyList<EscalationTarget> targets,
        Func<EscalationTarget, IReadOnlyList<string>> who
    )
    {
        var people = targets
            .Where(target => target.IsPeople)
            .SelectMany(target => who(target).Select(user => new Recipient(user, target)))
            .DistinctBy(recipient => recipient.User, StringComparer.Ordinal);
        var channels = targets
            .Where(target => !target.IsPeople)
            .Select(target => target.Name)
            .Distinct(StringComparer.Ordinal);
        return new StepNotice(position, [.. people], [.. channels]);
    }

    private static IEnumerable<EscalationPosition> From(EscalationPolicy policy, EscalationPosition start)
    {
        for (EscalationPosition? next = start; next is { } position; next = Next(policy, position))
        {
            yield return position;
        }
    }

    /// <summary>A policy may have lost steps or loops since the position was stored.</summary>
    private static EscalationPosition? Existing(EscalationPolicy policy, EscalationPosition position)
    {
        if (position.Loop > policy.Repeat)
        {
            return null;
        }

        return position.Step < policy.Steps.Count ? position : NextLoop(policy, position);
    }

    private static EscalationPosition? NextLoop(EscalationPolicy policy, EscalationPosition position) =>
        position.Loop < policy.Repeat ? new EscalationPosition(position.Loop + 1, 0) : null;
}
