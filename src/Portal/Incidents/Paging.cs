using System.Text.Json;
using NodaTime;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Manifests;
using Portal.OnCall;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>Pages people for an incident, step by step, until somebody has it.</summary>
/// <remarks>
/// The first step goes out in the transaction that opens the incident, so that between an alert and its page there is no
/// moment in which a crash could lose it. Later steps are timers. Every page has a key made of incident, run, loop, step,
/// person and way: owing it twice writes it once.
/// </remarks>
internal sealed class Paging(IDefinitions definitions, OnCallDirectory directory, Pager pager)
{
    public const string StepTimer = "escalate";
    public const string RuleTimer = "notify";
    public const string ReturnTimer = "return";
    public const string SnoozeTimer = "snooze";

    private static readonly string[] NextStep = [StepTimer];
    private static readonly string[] Returns = [ReturnTimer, SnoozeTimer];
    private static readonly string[] StillToCome = [StepTimer, RuleTimer, .. Returns];

    /// <summary>Begins at the first step, whatever ran before.</summary>
    public async Task BeginAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        incident.RestartEscalation(work.Now);
        await StopAsync(work, incident, cancellationToken);
        if (Policy(incident) is null)
        {
            Timeline.Add(
                work,
                incident,
                TimelineKind.NotDelivered,
                Timeline.Itself,
                incident.Service is { } service
                    ? $"nobody was paged: service {service} names no escalation policy"
                    : "nobody was paged: it belongs to no service"
            );
            return;
        }

        await FireAsync(work, incident, EscalationPosition.First, cancellationToken);
    }

    /// <summary>Fires the step that is due, and those after it behind which is nobody; sets the timer of the next.</summary>
    /// <param name="early">Fire it now, though its time has not come: nobody of the step before could be reached.</param>
    public async Task FireAsync(
        UnitOfWork work,
        Incident incident,
        EscalationPosition position,
        CancellationToken cancellationToken,
        bool early = false
    )
    {
        if (Policy(incident) is not { } policy)
        {
            return;
        }

        var started = incident.EscalationStartedAt;
        var decision = Escalation.Decide(policy, started, position, work.Now, Reachable(work.Now));
        if (early && decision is { Steps.Count: 0, Next: { } planned, NextDueAt: { } due })
        {
            decision = Escalation.Decide(policy, started, planned, due, Reachable(work.Now));
        }

        await FollowAsync(work, incident, decision, cancellationToken);
    }

    /// <summary>The next step now, because somebody asks for it.</summary>
    /// <param name="seen">The step that the one who asks saw as the next; null for whichever is.</param>
    public async Task EscalateAsync(
        UnitOfWork work,
        Incident incident,
        EscalationPosition? seen,
        CancellationToken cancellationToken
    )
    {
        if (Policy(incident) is not { } policy)
        {
            throw new Domain.DomainException($"#{incident.Number} has no escalation policy: its service names none.");
        }

        var (next, _) = await EscalationProgress.NextAsync(work.Db, incident, policy, cancellationToken);
        var decision = Escalation.EscalateByHand(
            policy,
            incident.EscalationStartedAt,
            next,
            seen ?? next,
            Others(incident, work.Now)
        );
        if (!decision.PagesSomebody)
        {
            throw new Domain.DomainException(
                $"Nobody else is behind the steps that {incident.EscalationPolicy} has left. Page somebody by name."
            );
        }

        await Timers.DropAsync(work, incident.Id, NextStep, cancellationToken);
        await FollowAsync(work, incident, decision, cancellationToken);
    }

    /// <summary>Takes back what has not gone out yet: steps, ways, pages, and what would make it page again.</summary>
    public static async Task StopAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        await Timers.DropAsync(work, incident.Id, StillToCome, cancellationToken);
        await Notifications.Outbox.DropPagesAsync(work, incident.Id, cancellationToken);
    }

    /// <summary>Pages again when it is still open after the policy's patience with the one who has it, counted from now; ends a snooze's time.</summary>
    public async Task WaitForResolveAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        await Timers.DropAsync(work, incident.Id, Returns, cancellationToken);
        if (Policy(incident) is { } policy && Escalation.RestartsAt(policy, work.Now) is { } due)
        {
            // One that is being claimed is not dropped: with its time in the key it does not stand in the way of this one.
            var key = $"{ReturnTimer}:{Run(incident)}:{due.ToUnixTimeMilliseconds()}";
            await SetAsync(work, incident, ReturnTimer, key, due, "{}", cancellationToken);
        }
    }

    /// <summary>Nobody is paged until the incident's snooze is over.</summary>
    public static async Task WaitForSnoozeAsync(
        UnitOfWork work,
        Incident incident,
        Instant until,
        CancellationToken cancellationToken
    )
    {
        await StopAsync(work, incident, cancellationToken);
        var key = $"{SnoozeTimer}:{incident.Id:N}:{until.ToUnixTimeTicks()}";
        await SetAsync(work, incident, SnoozeTimer, key, until, "{}", cancellationToken);
    }

    /// <summary>Whoever acknowledged and did not come back is paged too, also when the first step does not name them.</summary>
    public async Task RemindAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        var user = incident.AcknowledgedBy;
        var isPaged = work
            .Db.Set<TimelineEntry>()
            .Local.Any(entry => entry.Kind is TimelineKind.Paged && Timeline.Facts<PagedFacts>(entry).User == user);
        if (incident.NeedsPaging && !isPaged && user is not null && pager.Reaches(user))
        {
            await pager.PageByNameAsync(work, incident, user, Timeline.Itself, cancellationToken);
        }
    }

    private EscalationPolicy? Policy(Incident incident) =>
        incident.EscalationPolicy is { } name ? definitions.Find<EscalationPolicy>(name)?.Spec : null;

    /// <summary>Somebody without any way to reach them is nobody: the policy goes on to who can be reached.</summary>
    private Func<EscalationTarget, IReadOnlyList<string>> Reachable(Instant now) =>
        target => [.. directory.Resolve(target, now).Where(pager.Reaches)];

    /// <summary>Whoever has it and asks for more is not woken by it.</summary>
    private Func<EscalationTarget, IReadOnlyList<string>> Others(Incident incident, Instant now)
    {
        var reachable = Reachable(now);
        var has = incident.IsTaken ? incident.AcknowledgedBy : null;
        return target => [.. reachable(target).Where(user => user != has)];
    }

    private async Task FollowAsync(
        UnitOfWork work,
        Incident incident,
        EscalationDecision decision,
        CancellationToken cancellationToken
    )
    {
        foreach (var step in decision.Steps)
        {
            if (step.People.Count == 0)
            {
                Timeline.Add(
                    work,
                    incident,
                    TimelineKind.Escalated,
                    Timeline.Itself,
                    $"nobody is behind step {step.Position.Step + 1} of {incident.EscalationPolicy}; went on at once"
                );
            }

            foreach (var person in step.People)
            {
                await pager.PageAsync(work, incident, step.Position, person, cancellationToken);
            }
        }

        await PlanNextAsync(work, incident, decision, cancellationToken);
    }

    private static async Task PlanNextAsync(
        UnitOfWork work,
        Incident incident,
        EscalationDecision decision,
        CancellationToken cancellationToken
    )
    {
        if (decision is { Next: { } next, NextDueAt: { } due })
        {
            var payload = JsonSerializer.Serialize(new StepPayload(incident.EscalationRun, next.Loop, next.Step));
            var key = $"{StepTimer}:{Run(incident)}:{next.Loop}:{next.Step}";
            await SetAsync(work, incident, StepTimer, key, due, payload, cancellationToken);
        }
        else if (decision.Steps.Count > 0)
        {
            var reached = decision.PagesSomebody ? "that was the last step" : "nobody could be reached";
            Timeline.Add(
                work,
                incident,
                TimelineKind.Escalated,
                Timeline.Itself,
                $"{incident.EscalationPolicy} has no further step: {reached}"
            );
        }
    }

    public static Task SetAsync(
        UnitOfWork work,
        Incident incident,
        string kind,
        string key,
        Instant due,
        string payload,
        CancellationToken cancellationToken
    ) =>
        Timers.SetAsync(
            work,
            new Timer
            {
                Kind = kind,
                Key = key,
                Subject = incident.Id,
                DueAt = due,
                Payload = payload,
            },
            cancellationToken
        );

    /// <summary>Marks what belongs to this run, and no longer counts in a later one.</summary>
    public static string Run(Incident incident) => $"{incident.Id:N}:{incident.EscalationRun}";
}
