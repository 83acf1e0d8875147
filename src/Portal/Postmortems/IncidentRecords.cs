using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;
using Portal.Incidents;
using IncidentRecord = Portal.Domain.Postmortems.IncidentRecord;

namespace Portal.Postmortems;

/// <summary>Gathers what a draft is written from, in the transaction that holds the incident.</summary>
internal sealed class IncidentRecords(IEnumerable<IIncidentFacts> facts, ILogger<IncidentRecords> logger)
{
    private const int MostEntries = 5_000;

    public async Task<IncidentRecord> GatherAsync(
        UnitOfWork work,
        Incident incident,
        CancellationToken cancellationToken
    )
    {
        await work.Db.SaveChangesAsync(cancellationToken);
        var alerts = await work
            .Db.Set<IncidentAlert>()
            .AsNoTracking()
            .Where(alert => alert.IncidentId == incident.Id)
            .OrderBy(alert => alert.FiredAt)
            .Take(MostEntries)
            .ToListAsync(cancellationToken);
        var roles = await work
            .Db.Set<IncidentRole>()
            .AsNoTracking()
            .Where(role => role.IncidentId == incident.Id)
            .ToListAsync(cancellationToken);
        var timeline = await work
            .Db.Set<TimelineEntry>()
            .AsNoTracking()
            .Where(entry => entry.IncidentId == incident.Id)
            .OrderBy(entry => entry.Seq)
            .Take(MostEntries)
            .ToListAsync(cancellationToken);
        var changes = await ChangesAsync(work, incident, cancellationToken);
        var merged = await MergedIncidents.OfAsync(work.Db, incident.Number, cancellationToken);
        return new(incident, alerts, roles, timeline, changes, await BudgetsAsync(incident, cancellationToken))
        {
            Merged = [.. merged.Select(one => new MergedPart(one.Number, one.Title, one.MergedAt, one.MergedBy))],
        };
    }

    private static async Task<IReadOnlyList<ServiceChange>> ChangesAsync(
        UnitOfWork work,
        Incident incident,
        CancellationToken cancellationToken
    )
    {
        var (from, to) = IncidentRecord.ChangeWindow(incident, work.Now);
        return await work
            .Db.Set<Deployment>()
            .AsNoTracking()
            .Where(one => one.At >= from && one.At < to)
            .Where(one => incident.Service == null || one.Service == incident.Service)
            .OrderBy(one => one.At)
            .Take(200)
            .Select(one => new ServiceChange(one.At, one.Service, one.Version, one.By, one.Url))
            .ToListAsync(cancellationToken);
    }

    /// <summary>A budget that cannot be computed is left out: it must not keep an incident from being resolved.</summary>
    private async Task<IReadOnlyList<BudgetUse>> BudgetsAsync(Incident incident, CancellationToken cancellationToken)
    {
        var extras = new IncidentExtras();
        foreach (var fact in facts)
        {
            try
            {
                await fact.AddAsync(incident, extras, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                logger.LogWarning(failure, "Facts of incident {Number} are missing in its postmortem", incident.Number);
            }
        }

        return
        [
            .. extras.Slos.Select(slo => new BudgetUse(
                slo.Name,
                decimal.Parse(slo.BudgetConsumed, System.Globalization.CultureInfo.InvariantCulture)
            )),
        ];
    }
}
