using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>The incidents' questions to the database.</summary>
internal sealed class IncidentStore(IDbContextFactory<PortalDb> databases)
{
    /// <summary>Holds the incident to the end of the transaction: whoever comes second decides on what the first one left.</summary>
    public static async Task<Incident?> LockAsync(UnitOfWork work, long number, CancellationToken cancellationToken) =>
        (
            await work
                .Db.Set<Incident>()
                .FromSql($"select * from incident where number = {number} for update")
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    public static async Task<Incident?> LockAsync(UnitOfWork work, Guid id, CancellationToken cancellationToken) =>
        (
            await work
                .Db.Set<Incident>()
                .FromSql($"select * from incident where id = {id} for update")
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    /// <summary>
    /// The open incident of a group, held to the end of the transaction, as is the group itself when there is none: its
    /// own, or the open one that its last was merged into.
    /// </summary>
    public static async Task<Incident?> LockOpenAsync(
        UnitOfWork work,
        string group,
        CancellationToken cancellationToken
    )
    {
        await work.ExecuteAsync(
            "select pg_advisory_xact_lock(hashtextextended(@group, 7))",
            new { group },
            cancellationToken
        );
        var open = await work
            .Db.Set<Incident>()
            .FromSql($"select * from incident where group_key = {group} and resolved_at is null for update")
            .ToListAsync(cancellationToken);
        return open.SingleOrDefault() ?? await MergedIncidents.LockOpenAsync(work, group, cancellationToken);
    }

    public static Task<long> NextNumberAsync(UnitOfWork work, CancellationToken cancellationToken) =>
        work.FirstOrDefaultAsync<long>(
            $"select nextval('{IncidentsConfiguration.NumberSequence}')",
            null,
            cancellationToken
        );

    public async Task<Incident?> FindAsync(long number, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Incident>()
            .AsNoTracking()
            .SingleOrDefaultAsync(incident => incident.Number == number, cancellationToken);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<Incident>> ListAsync(IncidentFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var incidents = Filtered(db.Set<Incident>().AsNoTracking(), filter);
        return await incidents
            .OrderByDescending(incident => incident.Number)
            .Take(filter.Limit)
            .ToListAsync(cancellationToken);
    }

    public async Task<int> CountAsync(IncidentFilter filter, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Filtered(db.Set<Incident>().AsNoTracking(), filter).CountAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<TimelineEntry>> TimelineAsync(Guid incident, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<TimelineEntry>()
            .AsNoTracking()
            .Where(entry => entry.IncidentId == incident)
            .OrderBy(entry => entry.Seq)
            .Take(5_000)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<IncidentAlert>> AlertsAsync(Guid incident, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<IncidentAlert>()
            .AsNoTracking()
            .Where(alert => alert.IncidentId == incident)
            .OrderBy(alert => alert.FiredAt)
            .Take(1_000)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<IncidentRole>> RolesAsync(Guid incident, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<IncidentRole>()
            .AsNoTracking()
            .Where(role => role.IncidentId == incident)
            .OrderBy(role => role.Role)
            .ToListAsync(cancellationToken);
    }

    /// <summary>What stamps said before they were corrected, oldest first.</summary>
    public async Task<IReadOnlyList<StampCorrection>> CorrectionsAsync(
        Guid incident,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<StampCorrection>()
            .AsNoTracking()
            .Where(correction => correction.IncidentId == incident)
            .OrderBy(correction => correction.At)
            .Take(500)
            .ToListAsync(cancellationToken);
    }

    /// <summary>How many are open of each severity, and of how many nobody has said that they have them.</summary>
    public async Task<IReadOnlyList<OpenTally>> TallyAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Incident>()
            .AsNoTracking()
            .Where(one => one.ResolvedAt == null)
            .GroupBy(one => one.Severity)
            .Select(group => new OpenTally(
                group.Key,
                group.Count(),
                group.Count(one => one.MitigatedAt == null && (one.AcknowledgedAt == null || one.AcknowledgeExpired))
            ))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Deployment>> DeploymentsAsync(
        string? service,
        Instant from,
        Instant to,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Deployment>()
            .AsNoTracking()
            .Where(deployment => deployment.At >= from && deployment.At < to)
            .Where(deployment => service == null || deployment.Service == service)
            .OrderByDescending(deployment => deployment.At)
            .Take(200)
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<Incident> Filtered(IQueryable<Incident> incidents, IncidentFilter filter)
    {
        var found = filter.State is { } state ? InState(incidents, state) : incidents;
        return found
            .Where(one => filter.Team == null || one.Team == filter.Team)
            .Where(one => filter.Service == null || one.Service == filter.Service)
            .Where(one => filter.Severity == null || one.Severity == filter.Severity)
            .Where(one => filter.From == null || one.DetectedAt >= filter.From)
            .Where(one => filter.To == null || one.DetectedAt < filter.To)
            .Where(one => filter.Before == null || one.Number < filter.Before);
    }

    /// <summary>As <see cref="Incident.State"/> derives it, in SQL.</summary>
    private static IQueryable<Incident> InState(IQueryable<Incident> incidents, IncidentStateFilter state) =>
        state switch
        {
            IncidentStateFilter.Open => incidents.Where(one => one.ResolvedAt == null),
            IncidentStateFilter.Triggered => incidents.Where(one =>
                one.ResolvedAt == null
                && one.MitigatedAt == null
                && (one.AcknowledgedAt == null || one.AcknowledgeExpired)
            ),
            IncidentStateFilter.Acknowledged => incidents.Where(one =>
                one.ResolvedAt == null
                && one.MitigatedAt == null
                && one.AcknowledgedAt != null
                && !one.AcknowledgeExpired
            ),
            IncidentStateFilter.Mitigated => incidents.Where(one => one.ResolvedAt == null && one.MitigatedAt != null),
            IncidentStateFilter.Resolved => incidents.Where(one => one.ResolvedAt != null),
        };
}

/// <param name="Untaken">Of these, those that nobody has acknowledged or mitigated.</param>
internal sealed record OpenTally(Severity Severity, int Open, int Untaken);

/// <param name="From">Detected at or after.</param>
/// <param name="To">Detected before.</param>
/// <param name="Before">Only smaller numbers: the last one of the page before.</param>
internal sealed record IncidentFilter(
    IncidentStateFilter? State = null,
    string? Team = null,
    string? Service = null,
    Severity? Severity = null,
    Instant? From = null,
    Instant? To = null,
    long? Before = null,
    int Limit = 50
);

internal enum IncidentStateFilter
{
    /// <summary>Everything that is not resolved.</summary>
    Open,
    Triggered,
    Acknowledged,
    Mitigated,
    Resolved,
}
