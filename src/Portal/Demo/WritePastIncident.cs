using NodaTime;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.Labels;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Incidents;
using Portal.Manifests;

namespace Portal.Demo;

/// <summary>Writes one past incident as it would stand had the portal seen it: stamps, alert, timeline, pages, deployments.</summary>
internal sealed class WritePastIncident(IDefinitions definitions, DemoShop shop, PastPages pages)
{
    /// <summary>Below every number that alerts give their steps, in which the order of time is kept.</summary>
    private const long FirstStep = -1_000_000_000;

    private static readonly Duration LastLook = Duration.FromSeconds(40);

    public async Task<Incident> RunAsync(UnitOfWork work, PastIncident past, CancellationToken cancellationToken)
    {
        var rule = definitions.Find<AlertRule>(past.Rule)!;
        var began = past.BeganAt(shop.OpenedAt);
        var incident = Incident.Open(
            Opening(past, rule.Spec, began),
            await IncidentStore.NextNumberAsync(work, cancellationToken),
            began + past.Detected
        );
        var story = new PastStory(incident);
        story.ByItself(
            incident.DetectedAt,
            TimelineKind.Opened,
            $"opened by {past.Rule}: {past.Title}",
            new { rule = past.Rule, value = ValueOf(past) }
        );
        var taker = pages.Take(work, incident, past, story);
        Live(incident, past, taker, story);
        Deploy(work, incident, past, story);
        Remember(work, incident, past, rule.Id);
        work.Db.Add(incident);
        story.Write(work);
        await work.Db.SaveChangesAsync(cancellationToken);
        return incident;
    }

    private IncidentOpening Opening(PastIncident past, AlertRule rule, Instant began)
    {
        var service = definitions.Find<Service>(rule.Service)!.Spec;
        return new(
            past.Title,
            rule.Severity,
            GroupKey.Of(rule.Service, past.Rule, rule.Severity),
            rule.Service,
            service.Team,
            service.EscalationPolicy,
            rule.Runbook,
            ImpactStart: began
        );
    }

    /// <summary>From the acknowledge to the end, and once more where it came back.</summary>
    private void Live(Incident incident, PastIncident past, string taker, PastStory story)
    {
        var detected = incident.DetectedAt;
        if (past.Acknowledged is { } after)
        {
            incident.Acknowledge(taker, detected + after);
            var stops = incident.Severity is Severity.Critical ? "; paging stopped" : "";
            var text = $"acknowledged after {DurationText.Words(after)}{stops}";
            story.Add(detected + after, TimelineKind.Acknowledged, taker, text);
        }

        foreach (var note in past.Notes)
        {
            var by = note.ByOther ? Other(incident, taker) : taker;
            story.Add(detected + note.After, TimelineKind.Note, by, note.Text);
        }

        if (past.Mitigated is { } better)
        {
            incident.Mitigate(detected + better);
            const string Text = "marked it mitigated: users no longer notice";
            story.Add(detected + better, TimelineKind.Mitigated, taker, Text);
        }

        End(incident, past, detected + past.Resolved, taker, story);
        if (past.Relapse is { } again)
        {
            Return(incident, past, again, taker, story);
        }
    }

    private static void Return(Incident incident, PastIncident past, PastRelapse again, string taker, PastStory story)
    {
        var back = incident.ImpactStart + again.Began + past.Detected;
        incident.Reopen();
        incident.Join();
        story.Add(back - LastLook, TimelineKind.Reopened, taker, "reopened it");
        story.ByItself(back, TimelineKind.Alert, $"alert {past.Rule} joined: {past.Title}");
        End(incident, past, incident.DetectedAt + again.Resolved, taker, story);
    }

    private static void End(Incident incident, PastIncident past, Instant at, string taker, PastStory story)
    {
        var quiet = past.BySource ? at : at - LastLook;
        incident.Resolve(past.BySource ? Incident.BySource : taker, at);
        story.ByItself(quiet, TimelineKind.Alert, $"alert {past.Rule} is over (recovered): {past.Title}");
        if (past.BySource)
        {
            story.ByItself(at, TimelineKind.Resolved, "resolved: every alert is over");
        }
        else
        {
            story.Add(at, TimelineKind.Resolved, taker, "resolved");
        }
    }

    private static void Deploy(UnitOfWork work, Incident incident, PastIncident past, PastStory story)
    {
        foreach (var one in past.Deployments)
        {
            var at = incident.ImpactStart + one.After;
            var deployment = new Deployment
            {
                Service = incident.Service!,
                Version = one.Version,
                At = at,
                By = one.By,
            };
            work.Db.Add(deployment);
            // As the portal does: a deployment marks the timelines of what is open.
            if (at > incident.DetectedAt && at < incident.ResolvedAt)
            {
                story.Add(at, TimelineKind.Deployment, one.By, $"deployed {incident.Service} {one.Version}");
            }
        }
    }

    private static void Remember(UnitOfWork work, Incident incident, PastIncident past, Guid rule)
    {
        var labels = Labels(incident, past);
        var fingerprint = Fingerprint.Of(labels).ToString();
        var over = incident.ResolvedAt!.Value - (past.BySource ? Duration.Zero : LastLook);
        var alert = new IncidentAlert
        {
            IncidentId = incident.Id,
            SourceId = rule,
            Fingerprint = fingerprint,
            Rule = past.Rule,
            Labels = StoredLabels.Write(labels),
            Summary = past.Title,
            Value = ValueOf(past),
            FiredAt = incident.DetectedAt,
            ResolvedAt = over,
            Count = incident.TriggerCount,
        };
        work.Db.Add(alert);
        var step = FirstStep + incident.Number * 2;
        Step(work, alert, step, alert.FiredAt, AlertState.Pending, AlertState.Firing, TransitionReason.ForReached);
        Step(work, alert, step + 1, over, AlertState.Firing, AlertState.Resolved, TransitionReason.Recovered);
    }

    private static void Step(
        UnitOfWork work,
        IncidentAlert alert,
        long seq,
        Instant at,
        AlertState from,
        AlertState to,
        TransitionReason reason
    ) =>
        work.Db.Add(
            new StoredTransition
            {
                RuleId = alert.SourceId,
                Fingerprint = alert.Fingerprint,
                Seq = seq,
                At = at,
                From = from,
                To = to,
                Reason = reason.Word(),
                Value = alert.Value,
            }
        );

    private static LabelSet Labels(Incident incident, PastIncident past)
    {
        var route = past.Title.Split(' ').FirstOrDefault(word => word.StartsWith('/'));
        (string, string)[] labels =
        [
            ("alertname", past.Rule),
            ("service", incident.Service!),
            ("severity", Words.Of(incident.Severity)),
        ];
        return LabelSet.Of(route is null ? labels : [.. labels, ("route", route)]);
    }

    private static double ValueOf(PastIncident past) =>
        Math.Max(past.Errors, past.Rule.EndsWith("slow", StringComparison.Ordinal) ? past.Slow : 0);

    /// <summary>Somebody of the team who may answer, other than the one who has it.</summary>
    private string Other(Incident incident, string taker) =>
        definitions
            .Find<Team>(incident.Team!)!
            .Spec.Members.Where(member => member.Role >= Role.Responder)
            .Select(member => member.User)
            .First(user => user != taker);
}
