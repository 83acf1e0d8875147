using System.Text.Json;
using NodaTime;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>Pages people for an incident, step by step, until somebody has it.</summary>
/// <remarks>
/// The first step goes out in the transaction that opens the incident, so that between an alert and its page there is no
/// moment in which a crash could lose it. Later steps are timers. Every page has a key made of incident, run, loop, step,
/// person and way: owing it twice writes it once.
/// </remarks>
internal sealed class Paging(IDefinitions definitions, OnCallDirectory directory, PageContents contents)
{
    public const string StepTimer = "escalate";
    public const string RuleTimer = "notify";
    public const string ReturnTimer = "return";

    private static readonly string[] NextStep = [StepTimer];
    private static readonly string[] StillToCome = [StepTimer, RuleTimer];

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
        await Timers.DropAsync(work, incident.Id, NextStep, cancellationToken);
        await FollowAsync(work, incident, decision, cancellationToken);
    }

    /// <summary>Takes back what has not gone out yet.</summary>
    public static async Task StopAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        await Timers.DropAsync(work, incident.Id, StillToCome, cancellationToken);
        await Outbox.DropPagesAsync(work, incident.Id, cancellationToken);
    }

    /// <summary>Pages again when it is still open after the policy's patience with the one who acknowledged.</summary>
    public async Task WaitForResolveAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        if (Policy(incident) is { } policy && Escalation.RestartsAt(policy, work.Now) is { } due)
        {
            await SetAsync(work, incident, ReturnTimer, $"{ReturnTimer}:{Run(incident)}", due, "{}", cancellationToken);
        }
    }

    /// <summary>Whoever acknowledged and did not come back is paged too, also when the first step does not name them.</summary>
    public async Task RemindAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        var user = incident.AcknowledgedBy;
        var isPaged = work
            .Db.Set<TimelineEntry>()
            .Local.Any(entry => entry.Kind is TimelineKind.Paged && Timeline.Facts<PagedFacts>(entry).User == user);
        if (incident.NeedsPaging && !isPaged && user is not null && Reaches(user))
        {
            await PageByNameAsync(work, incident, user, Timeline.Itself, cancellationToken);
        }
    }

    /// <summary>Sends the page of one notification rule whose time has come.</summary>
    public async Task FollowRuleAsync(
        UnitOfWork work,
        Incident incident,
        RulePayload payload,
        CancellationToken cancellationToken
    )
    {
        var methods = definitions.Find<Person>(payload.User)?.Spec.EffectiveMethods ?? [];
        if (methods.FirstOrDefault(method => method.Name == payload.Method) is { } found)
        {
            var key = PageKey(incident, payload.Loop, payload.Step, payload.User, payload.Method);
            await OweAsync(work, incident, new(payload.User, found), key, cancellationToken);
        }
    }

    public static string PageKey(Incident incident, int loop, int step, string user, string method) =>
        $"page:{Run(incident)}:{loop}:{step}:{user}:{method}";

    public Task OweAsync(
        UnitOfWork work,
        Incident incident,
        Notifications.Recipient recipient,
        string key,
        CancellationToken cancellationToken
    ) =>
        Outbox.OweAsync(
            work,
            recipient,
            MessageKind.Page,
            incident.Id,
            key,
            contents.Page(incident, recipient.User),
            cancellationToken
        );

    /// <summary>Pages one person at once, by the ways that they want to be woken by first.</summary>
    public async Task PageByNameAsync(
        UnitOfWork work,
        Incident incident,
        string user,
        string by,
        CancellationToken cancellationToken
    )
    {
        var spec = definitions.Find<Person>(user)!.Spec;
        var first = spec.EffectiveRules.Min(rule => rule.After);
        var facts = new PagedFacts(user, incident.EscalationRun, PagedFacts.ByName, 0);
        Timeline.Add(
            work,
            incident,
            TimelineKind.Paged,
            by,
            $"paged {user}{(by == Timeline.Itself ? ", who had acknowledged" : " by name")}",
            facts
        );
        foreach (var rule in spec.EffectiveRules.Where(rule => rule.After == first))
        {
            if (spec.EffectiveMethods.FirstOrDefault(method => method.Name == rule.ContactMethod) is { } method)
            {
                // The entry's number makes it a page of its own each time somebody asks.
                var key = PageKey(incident, PagedFacts.ByName, incident.LastEntry, user, method.Name);
                await OweAsync(work, incident, new(user, method), key, cancellationToken);
            }
        }
    }

    private EscalationPolicy? Policy(Incident incident) =>
        incident.EscalationPolicy is { } name ? definitions.Find<EscalationPolicy>(name)?.Spec : null;

    /// <summary>Somebody without any way to reach them is nobody: the policy goes on to who can be reached.</summary>
    private Func<EscalationTarget, IReadOnlyList<string>> Reachable(Instant now) =>
        target => [.. directory.Resolve(target, now).Where(Reaches)];

    /// <summary>Whoever has it and asks for more is not woken by it.</summary>
    private Func<EscalationTarget, IReadOnlyList<string>> Others(Incident incident, Instant now)
    {
        var reachable = Reachable(now);
        var has = incident.IsTaken ? incident.AcknowledgedBy : null;
        return target => [.. reachable(target).Where(user => user != has)];
    }

    private bool Reaches(string user) => definitions.Find<Person>(user)?.Spec.EffectiveRules.Count > 0;

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
                await PageAsync(work, incident, step.Position, person, cancellationToken);
            }
        }

        await PlanNextAsync(work, incident, decision, cancellationToken);
    }

    private async Task PageAsync(
        UnitOfWork work,
        Incident incident,
        EscalationPosition position,
        Domain.OnCall.Recipient person,
        CancellationToken cancellationToken
    )
    {
        var spec = definitions.Find<Person>(person.User)!.Spec;
        Timeline.Add(
            work,
            incident,
            TimelineKind.Paged,
            Timeline.Itself,
            $"paged {person.User}, {OnCallDirectory.Because(person.Target)}{Again(position)}",
            new PagedFacts(person.User, incident.EscalationRun, position.Loop, position.Step)
        );
        foreach (var rule in spec.EffectiveRules)
        {
            var payload = new RulePayload(
                incident.EscalationRun,
                position.Loop,
                position.Step,
                person.User,
                rule.ContactMethod
            );
            if (rule.After == Duration.Zero)
            {
                await FollowRuleAsync(work, incident, payload, cancellationToken);
                continue;
            }

            var key = $"{RuleTimer}:{Run(incident)}:{position.Loop}:{position.Step}:{person.User}:{rule.ContactMethod}";
            var text = JsonSerializer.Serialize(payload);
            await SetAsync(work, incident, RuleTimer, key, work.Now + rule.After, text, cancellationToken);
        }
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

    private static Task SetAsync(
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

    private static string Run(Incident incident) => $"{incident.Id:N}:{incident.EscalationRun}";

    private static string Again(EscalationPosition position) =>
        position.Loop == 0 ? "" : $", round {position.Loop + 1}";
}
