using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;

namespace Portal.Alerting;

/// <summary>Alerts' rows: read by source, saved with the transitions that led to them.</summary>
internal sealed class AlertStore(IDbContextFactory<PortalDb> databases)
{
    public async Task<ILookup<Guid, AlertInstance>> InstancesAsync(
        IReadOnlyCollection<Guid> sources,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var ids = sources.ToArray();
        var rows = await db.Set<StoredInstance>()
            .AsNoTracking()
            .Where(row => ids.Contains(row.RuleId))
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.RuleId, row => row.ToInstance());
    }

    public static async Task<IReadOnlyList<AlertInstance>> InstancesAsync(
        UnitOfWork work,
        Guid source,
        CancellationToken cancellationToken
    )
    {
        var rows = await work
            .Db.Set<StoredInstance>()
            .AsNoTracking()
            .Where(row => row.RuleId == source)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToInstance())];
    }

    public async Task<IReadOnlyDictionary<Guid, RuleSchedule>> SchedulesAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<RuleSchedule>().AsNoTracking().ToDictionaryAsync(row => row.RuleId, cancellationToken);
    }

    public async Task<IReadOnlyList<StoredTransition>> TransitionsAsync(
        Guid source,
        Instant since,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<StoredTransition>()
            .AsNoTracking()
            .Where(row => row.RuleId == source && row.At >= since)
            .OrderByDescending(row => row.At)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    /// <summary>How many alerts are in which state, by source; those without an open one are left out.</summary>
    /// <param name="source">Only this one; null for all.</param>
    public async Task<ILookup<Guid, (AlertState State, int Count)>> OpenCountsAsync(
        Guid? source,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var counts = await db.Set<StoredInstance>()
            .Where(row => row.State != AlertState.Resolved && (source == null || row.RuleId == source))
            .GroupBy(row => new { row.RuleId, row.State })
            .Select(group => new
            {
                group.Key.RuleId,
                group.Key.State,
                Count = group.Count(),
            })
            .ToListAsync(cancellationToken);
        return counts.ToLookup(row => row.RuleId, row => (row.State, row.Count));
    }

    /// <summary>Some alerts of a source in the order of their fingerprints.</summary>
    /// <param name="states">Only these.</param>
    /// <param name="after">The fingerprint to go on after; null for the first page.</param>
    public async Task<IReadOnlyList<AlertInstance>> PageAsync(
        Guid source,
        IReadOnlyCollection<AlertState> states,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Set<StoredInstance>()
            .AsNoTracking()
            .Where(row => row.RuleId == source && states.Contains(row.State))
            .Where(row => after == null || row.Fingerprint.CompareTo(after) > 0)
            .OrderBy(row => row.Fingerprint)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToInstance())];
    }

    public async Task<RuleSchedule?> ScheduleAsync(Guid rule, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<RuleSchedule>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.RuleId == rule, cancellationToken);
    }

    /// <summary>Writes alerts over what they were, and adds transitions; one that was there already ends the transaction.</summary>
    public static async Task SaveAsync(
        UnitOfWork work,
        IEnumerable<(Guid Source, AlertInstance Instance)> instances,
        IEnumerable<(Guid Source, AlertTransition Transition)> transitions,
        CancellationToken cancellationToken
    )
    {
        await work.Db.SaveChangesAsync(cancellationToken);
        foreach (var (source, instance) in instances)
        {
            await work.ExecuteAsync(Upsert, Arguments(StoredInstance.Of(source, instance)), cancellationToken);
        }

        work.Db.AddRange(transitions.Select(one => StoredTransition.Of(one.Source, one.Transition)));
        await work.Db.SaveChangesAsync(cancellationToken);
    }

    private const string Upsert = """
        insert into alert_instance
            (rule_id, fingerprint, labels, series, state, value, active_at, fired_at, starts_at, keep_firing_since,
             resolved_at, resolved_reason, missing_count, seq, continues)
        values (@RuleId, @Fingerprint, @Labels::jsonb, @Series::jsonb, @State, @Value, @ActiveAt, @FiredAt, @StartsAt,
            @KeepFiringSince, @ResolvedAt, @ResolvedReason, @MissingCount, @Seq, @Continues)
        on conflict (rule_id, fingerprint) do update set
            labels = excluded.labels, series = excluded.series, state = excluded.state, value = excluded.value,
            active_at = excluded.active_at, fired_at = excluded.fired_at, starts_at = excluded.starts_at,
            keep_firing_since = excluded.keep_firing_since, resolved_at = excluded.resolved_at,
            resolved_reason = excluded.resolved_reason, missing_count = excluded.missing_count, seq = excluded.seq,
            continues = excluded.continues
        """;

    private static object Arguments(StoredInstance row) =>
        new
        {
            row.RuleId,
            row.Fingerprint,
            row.Labels,
            row.Series,
            State = row.State.ToString(),
            row.Value,
            row.ActiveAt,
            row.FiredAt,
            row.StartsAt,
            row.KeepFiringSince,
            row.ResolvedAt,
            ResolvedReason = row.ResolvedReason?.ToString(),
            row.MissingCount,
            row.Seq,
            row.Continues,
        };
}
