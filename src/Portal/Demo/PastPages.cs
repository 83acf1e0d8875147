using System.Globalization;
using System.Text.Json;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;

namespace Portal.Demo;

/// <summary>Who was woken for a past incident, by the policy and the schedules, and the pages that reached them.</summary>
internal sealed class PastPages(IDefinitions definitions, OnCallDirectory directory, PageContents contents)
{
    private static readonly Duration Slowest = Duration.FromSeconds(3);

    /// <summary>Pages step by step where the severity pages; nobody is for the rest, which wait for whoever is on call.</summary>
    /// <returns>Who took it, or would have.</returns>
    public string Take(UnitOfWork work, Incident incident, PastIncident past, PastStory story)
    {
        var policy = definitions.Find<EscalationPolicy>(incident.EscalationPolicy!)!.Spec;
        var steps = past.NeedsSecondStep ? 2 : 1;
        var taker = "";
        var due = incident.DetectedAt;
        if (incident.Severity is Severity.Critical)
        {
            incident.RestartEscalation(due);
        }

        foreach (var (step, index) in policy.Steps.Take(steps).Select((step, index) => (step, index)))
        {
            due += step.After;
            foreach (var target in step.Notify)
            {
                foreach (var user in directory.Resolve(target, due).Where(user => user != taker))
                {
                    taker = user;
                    if (incident.Severity is Severity.Critical)
                    {
                        Page(work, incident, new(user, target, index, due), story);
                    }
                }
            }
        }

        return taker;
    }

    private void Page(UnitOfWork work, Incident incident, Woken woken, PastStory story)
    {
        story.ByItself(
            woken.At,
            TimelineKind.Paged,
            $"paged {woken.User}, {OnCallDirectory.Because(woken.Target)}",
            new PagedFacts(woken.User, incident.EscalationRun, 0, woken.Step)
        );
        var method = definitions.Find<Person>(woken.User)!.Spec.EffectiveMethods[0];
        var took = Duration.FromSeconds(1 + incident.Number % (long)Slowest.TotalSeconds);
        work.Db.Add(Message(incident, woken, method, took));
        story.ByItself(
            woken.At + took,
            TimelineKind.Delivered,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{method.Name} to {woken.User} delivered in {took.TotalSeconds:0} s"
            ),
            new
            {
                user = woken.User,
                method = method.Name,
                channel = method.Type.ToString(),
                seconds = took.TotalSeconds,
            }
        );
    }

    private OutboxMessage Message(Incident incident, Woken woken, ContactMethod method, Duration took) =>
        new()
        {
            Key = $"page:{Paging.Run(incident)}:0:{woken.Step}:{woken.User}:{method.Name}",
            Kind = MessageKind.Page,
            Subject = incident.Id,
            User = woken.User,
            ContactMethod = method.Name,
            Channel = method.Type,
            Address = method.Address,
            Content = JsonSerializer.Serialize(contents.Page(incident, woken.User), Outbox.Json),
            Status = MessageStatus.Delivered,
            Attempts = 1,
            CreatedAt = woken.At,
            NextAttemptAt = woken.At,
            DeliveredAt = woken.At + took,
        };

    private sealed record Woken(string User, EscalationTarget Target, int Step, Instant At);
}
