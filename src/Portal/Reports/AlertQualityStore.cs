using Microsoft.EntityFrameworkCore;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.Reports;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Reports;

/// <summary>Reads how often rules fired and what people did about it.</summary>
internal sealed class AlertQualityStore(IDbContextFactory<PortalDb> databases, IDefinitions definitions)
{
    /// <param name="team">Only rules of its services, and what else its incidents were raised by; null for all.</param>
    public async Task<IReadOnlyList<AlertQuality>> ListAsync(
        TimeRange period,
        string? team,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var incidents = await IncidentsAsync(db, period, team, cancellationToken);
        var rules = definitions.All<AlertRule>().Where(rule => team is null || TeamOf(rule.Spec) == team).ToList();
        var names = rules.ToDictionary(rule => rule.Id, rule => rule.Name);
        // What fired and is no rule in force (an SLO, a deleted rule) has the name that its incidents remember.
        foreach (var one in incidents)
        {
            names.TryAdd(one.Source, one.Rule);
        }

        var steps = await StepsAsync(db, period, names, cancellationToken);
        // Several series of one rule in one incident are one incident of that rule.
        var seen = incidents
            .DistinctBy(one => (one.Rule, one.Number))
            .Select(one => new RuleIncident(one.Rule, one.Number, one.IsPaged, one.IsAcknowledged, one.IsActedOn));
        return AlertQuality.Of(rules.Select(rule => rule.Name), steps, seen, period.Start);
    }

    private string? TeamOf(AlertRule rule) => definitions.Find<Service>(rule.Service)?.Spec.Team;

    /// <summary>When alerts began to fire and when they were over; falling back from recovering is not another beginning.</summary>
    private static async Task<IEnumerable<AlertStep>> StepsAsync(
        PortalDb db,
        TimeRange period,
        Dictionary<Guid, string> names,
        CancellationToken cancellationToken
    )
    {
        var from = period.Start - AlertQuality.FlapsWithin;
        var steps = await db.Set<StoredTransition>()
            .AsNoTracking()
            .Where(step => step.At >= from && step.At < period.End)
            .Where(step =>
                (step.To == AlertState.Firing && step.From != AlertState.Recovering) || step.To == AlertState.Resolved
            )
            .OrderBy(step => step.At)
            .Take(ReportStore.MostRows)
            .Select(step => new
            {
                step.RuleId,
                step.Fingerprint,
                step.At,
                Fires = step.To == AlertState.Firing,
            })
            .ToListAsync(cancellationToken);
        return ReportStore
            .Bounded(steps)
            .Where(step => names.ContainsKey(step.RuleId))
            .Select(step => new AlertStep(names[step.RuleId], step.Fingerprint, step.At, step.Fires));
    }

    private static async Task<IReadOnlyList<Raised>> IncidentsAsync(
        PortalDb db,
        TimeRange period,
        string? team,
        CancellationToken cancellationToken
    )
    {
        var pages = db.Set<OutboxMessage>()
            .Where(message => message.Kind == MessageKind.Page && message.Status == MessageStatus.Delivered);
        // The alerts of what was merged are in the other; the pages that they cost stay where they were.
        var parts = db.Set<Incident>().Where(part => part.MergedInto != null);
        var deeds = db.Set<TimelineEntry>()
            .Where(entry => entry.Kind == TimelineKind.Note || entry.Kind == TimelineKind.Mitigated);
        var raised =
            from alert in db.Set<IncidentAlert>()
            join incident in ReportStore.Counted(db, period, team) on alert.IncidentId equals incident.Id
            orderby incident.Number
            select new Raised(
                alert.SourceId,
                alert.Rule,
                incident.Number,
                pages.Any(page =>
                    page.Subject == incident.Id
                    || parts.Any(part => part.MergedInto == incident.Number && part.Id == page.Subject)
                ),
                incident.AcknowledgedAt != null,
                incident.AcknowledgedAt != null
                    || (incident.ResolvedBy != null && incident.ResolvedBy != Incident.BySource)
                    || deeds.Any(deed => deed.IncidentId == incident.Id)
            );
        return ReportStore.Bounded(await raised.Take(ReportStore.MostRows).ToListAsync(cancellationToken));
    }

    /// <summary>An alert in an incident.</summary>
    private sealed record Raised(
        Guid Source,
        string Rule,
        long Number,
        bool IsPaged,
        bool IsAcknowledged,
        bool IsActedOn
    );
}
