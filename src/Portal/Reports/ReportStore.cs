using Microsoft.EntityFrameworkCore;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Reports;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Reports;

/// <summary>The reports' questions to the database; what follows from the answers is decided in the domain.</summary>
internal sealed class ReportStore(IDbContextFactory<PortalDb> databases, IDefinitions definitions)
{
    /// <summary>More than this in one period is refused and not cut: a report over a part would be wrong.</summary>
    private const int MostRows = 200_000;

    /// <summary>Detected in the period, oldest first; without tests.</summary>
    public async Task<IReadOnlyList<ReportedIncident>> IncidentsAsync(
        TimeRange period,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await Counted(db, period)
            .OrderBy(one => one.DetectedAt)
            .Take(MostRows)
            .ToListAsync(cancellationToken);
        return [.. Bounded(found).Select(ReportedIncident.Of)];
    }

    /// <summary>Pages that reached somebody in the period.</summary>
    public async Task<IReadOnlyList<PageMessage>> PagesAsync(TimeRange period, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<OutboxMessage>()
            .Where(message => message.Kind == MessageKind.Page && message.Status == MessageStatus.Delivered)
            .Where(message => message.DeliveredAt >= period.Start && message.DeliveredAt < period.End)
            .OrderBy(message => message.Id)
            .Take(MostRows)
            .Select(message => new
            {
                message.User,
                At = message.DeliveredAt!.Value,
                message.Channel,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. Bounded(found)
                .Select(one => new PageMessage(one.User, one.At, one.Channel is not ContactMethodType.Email)),
        ];
    }

    public async Task<IReadOnlyList<AlertQuality>> QualityAsync(TimeRange period, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var incidents = await RuleIncidentsAsync(db, period, cancellationToken);
        var names = definitions.All<AlertRule>().ToDictionary(rule => rule.Id, rule => rule.Name);
        foreach (var (source, rule) in incidents.Select(one => (one.Source, one.Incident.Rule)))
        {
            names.TryAdd(source, rule);
        }

        var from = period.Start - AlertQuality.FlapsWithin;
        var steps = await db.Set<StoredTransition>()
            .AsNoTracking()
            .Where(step => step.At >= from && step.At < period.End)
            .Where(step =>
                (step.To == AlertState.Firing && step.From != AlertState.Recovering) || step.To == AlertState.Resolved
            )
            .OrderBy(step => step.At)
            .Take(MostRows)
            .Select(step => new
            {
                step.RuleId,
                step.Fingerprint,
                step.At,
                Fires = step.To == AlertState.Firing,
            })
            .ToListAsync(cancellationToken);
        return AlertQuality.Of(
            definitions.All<AlertRule>().Select(rule => rule.Name),
            Bounded(steps)
                .Where(step => names.ContainsKey(step.RuleId))
                .Select(step => new AlertStep(names[step.RuleId], step.Fingerprint, step.At, step.Fires)),
            incidents.Select(one => one.Incident),
            period.Start
        );
    }

    private static async Task<IReadOnlyList<(Guid Source, RuleIncident Incident)>> RuleIncidentsAsync(
        PortalDb db,
        TimeRange period,
        CancellationToken cancellationToken
    )
    {
        var found = await db.Set<IncidentAlert>()
            .Join(
                Counted(db, period),
                alert => alert.IncidentId,
                incident => incident.Id,
                (alert, incident) => new { alert, incident }
            )
            .OrderBy(one => one.incident.Number)
            .Take(MostRows)
            .Select(one => new
            {
                one.alert.SourceId,
                one.alert.Rule,
                one.incident.Number,
                IsPaged = db.Set<OutboxMessage>()
                    .Any(message =>
                        message.Subject == one.incident.Id
                        && message.Kind == MessageKind.Page
                        && message.Status == MessageStatus.Delivered
                    ),
                IsAcknowledged = one.incident.AcknowledgedAt != null,
                IsActedOn = one.incident.AcknowledgedAt != null
                    || (one.incident.ResolvedBy != null && one.incident.ResolvedBy != Incident.BySource)
                    || db.Set<TimelineEntry>()
                        .Any(entry =>
                            entry.IncidentId == one.incident.Id
                            && (entry.Kind == TimelineKind.Note || entry.Kind == TimelineKind.Mitigated)
                        ),
            })
            .ToListAsync(cancellationToken);
        // Several series of one rule in one incident are one incident of that rule.
        return
        [
            .. Bounded(found)
                .DistinctBy(one => (one.Rule, one.Number))
                .Select(one =>
                    (
                        one.SourceId,
                        new RuleIncident(one.Rule, one.Number, one.IsPaged, one.IsAcknowledged, one.IsActedOn)
                    )
                ),
        ];
    }

    private static IQueryable<Incident> Counted(PortalDb db, TimeRange period) =>
        db.Set<Incident>()
            .AsNoTracking()
            .Where(one => !one.IsTest && one.DetectedAt >= period.Start && one.DetectedAt < period.End);

    private static List<T> Bounded<T>(List<T> rows) =>
        rows.Count < MostRows
            ? rows
            : throw new InvalidInputException("from", "That is too much for one report: choose a shorter period.");
}
