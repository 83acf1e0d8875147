using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.Labels;
using Portal.Incidents;
using Portal.Manifests;

namespace Portal.Demo;

/// <summary>One incident that is over: the outage of checkout nine days before the demo was opened, with its postmortem's draft.</summary>
internal sealed class DemoHistory(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    DemoShop shop,
    IEnumerable<IIncidentListener> listeners
)
{
    private const string Rule = "checkout-error-rate";
    private const string Summary = "/checkout/pay fails 12 %";

    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var outage = DemoShop.PastOutages(shop.OpenedAt).First(past => past.Job == "checkout");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var incident = await OpenAsync(work, outage.From, cancellationToken);
        Tell(work, incident, outage.From);
        await work.Db.SaveChangesAsync(cancellationToken);
        foreach (var listener in listeners)
        {
            await listener.ResolvedAsync(work, incident, cancellationToken);
        }

        work.Announce(Topics.Of(incident));
        await work.CommitAsync(cancellationToken);
    }

    private async Task<Incident> OpenAsync(UnitOfWork work, Instant began, CancellationToken cancellationToken)
    {
        var service = definitions.Find<Service>("checkout")!.Spec;
        var opening = new IncidentOpening(
            Summary,
            Severity.Critical,
            GroupKey.Of("checkout", Rule, Severity.Critical),
            "checkout",
            service.Team,
            service.EscalationPolicy,
            "checkout-errors",
            ImpactStart: began
        );
        var number = await IncidentStore.NextNumberAsync(work, cancellationToken);
        var incident = Incident.Open(opening, number, began + Duration.FromSeconds(75));
        work.Db.Add(incident);
        work.Db.Add(
            new Deployment
            {
                Service = "checkout",
                Version = "v317",
                At = began - Duration.FromMinutes(4),
                By = "chen",
            }
        );
        return incident;
    }

    private void Tell(UnitOfWork work, Incident incident, Instant began)
    {
        void Add(double minutes, TimelineKind kind, string actor, string text, string? about = null) =>
            work.Db.Add(
                new TimelineEntry
                {
                    IncidentId = incident.Id,
                    Seq = incident.NextEntry(),
                    At = began + Duration.FromMinutes(minutes),
                    Kind = kind,
                    Actor = actor,
                    Text = text,
                    Data = about is null ? "{}" : $$"""{"user":"{{about}}"}""",
                }
            );

        Add(1.25, TimelineKind.Opened, Timeline.Itself, $"opened by {Rule}: {Summary}");
        Add(1.25, TimelineKind.Paged, Timeline.Itself, "paged bo, on call by shop-primary", "bo");
        Add(1.27, TimelineKind.Delivered, Timeline.Itself, "phone to bo delivered in 1 s", "bo");
        incident.Acknowledge("bo", began + Duration.FromMinutes(3.9));
        Add(3.9, TimelineKind.Acknowledged, "bo", "acknowledged after 2 min 39 s; paging stopped");
        Add(
            5.2,
            TimelineKind.Note,
            "bo",
            "Only /checkout/pay. v317 went out four minutes before: it changed the timeout of the acquirer's client."
        );
        Add(9.1, TimelineKind.Note, "chen", "Rolling back to v316.");
        incident.Mitigate(began + Duration.FromMinutes(14));
        Add(14, TimelineKind.Mitigated, "bo", "marked it mitigated: users no longer notice");
        incident.Resolve("bo", began + Duration.FromMinutes(19));
        Add(19, TimelineKind.Resolved, "bo", "resolved");
        Remember(work, incident, began);
    }

    private void Remember(UnitOfWork work, Incident incident, Instant began)
    {
        var labels = LabelSet.Of(
            ("alertname", Rule),
            ("route", "/checkout/pay"),
            ("service", "checkout"),
            ("severity", "critical")
        );
        work.Db.Add(
            new IncidentAlert
            {
                IncidentId = incident.Id,
                SourceId = definitions.Find<AlertRule>(Rule)!.Id,
                Fingerprint = Fingerprint.Of(labels).ToString(),
                Rule = Rule,
                Labels = StoredLabels.Write(labels),
                Summary = Summary,
                Value = 0.12,
                FiredAt = began + Duration.FromMinutes(1.25),
                ResolvedAt = began + Duration.FromMinutes(18.5),
            }
        );
    }
}
