using System.Text.Json;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;
using Recipient = Portal.Notifications.Recipient;

namespace Portal.Incidents;

/// <summary>Pages one person, by the ways and in the order that they chose.</summary>
internal sealed class Pager(IDefinitions definitions, PageContents contents)
{
    /// <summary>Somebody without any way to reach them is nobody.</summary>
    public bool Reaches(string user) => definitions.Find<Person>(user)?.Spec.EffectiveRules.Count > 0;

    /// <summary>Pages somebody for a step: at once by the ways that they want first, and sets timers for their later rules.</summary>
    public async Task PageAsync(
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
                rule.ContactMethod,
                (long)rule.After.TotalSeconds
            );
            if (rule.After == Duration.Zero)
            {
                await FollowRuleAsync(work, incident, payload, cancellationToken);
                continue;
            }

            var key =
                $"{Paging.RuleTimer}:{Paging.Run(incident)}:{position.Loop}:{position.Step}:{person.User}:{rule.ContactMethod}:{payload.After}";
            var text = JsonSerializer.Serialize(payload);
            await Paging.SetAsync(
                work,
                incident,
                Paging.RuleTimer,
                key,
                work.Now + rule.After,
                text,
                cancellationToken
            );
        }
    }

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
            var first = PageKey(incident, payload.Loop, payload.Step, payload.User, payload.Method);
            var key = payload.After == 0 ? first : $"{first}:{payload.After}";
            await OweAsync(work, incident, new(payload.User, found), key, cancellationToken);
        }
    }

    private static string PageKey(Incident incident, int loop, int step, string user, string method) =>
        $"page:{Paging.Run(incident)}:{loop}:{step}:{user}:{method}";

    public Task OweAsync(
        UnitOfWork work,
        Incident incident,
        Recipient recipient,
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

    private static string Again(EscalationPosition position) =>
        position.Loop == 0 ? "" : $", round {position.Loop + 1}";
}
