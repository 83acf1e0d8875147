using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>What became part of what. A chain keeps every link as it was made: 39 into 40, then 40 into 41.</summary>
internal sealed class MergedIncidents(IDbContextFactory<PortalDb> databases)
{
    /// <summary>What is part of an incident, directly or through another, by number.</summary>
    public async Task<IReadOnlyList<MergedIncident>> OfAsync(long number, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await OfAsync(db, number, cancellationToken);
    }

    public static async Task<IReadOnlyList<MergedIncident>> OfAsync(
        PortalDb db,
        long number,
        CancellationToken cancellationToken
    )
    {
        var parts = await db.Set<Incident>()
            .FromSql(
                $"""
                with recursive part as (
                    select number from incident where merged_into = {number}
                    union
                    select next.number from incident next join part on next.merged_into = part.number
                )
                select * from incident where number in (select number from part)
                """
            )
            .AsNoTracking()
            .OrderBy(one => one.Number)
            .Take(500)
            .ToListAsync(cancellationToken);
        return [.. parts.Select(MergedIncident.Of)];
    }

    /// <summary>Where it goes on: the end of its chain, or the incident itself when it is part of no other.</summary>
    public static async Task<long> EndOfAsync(PortalDb db, long number, CancellationToken cancellationToken)
    {
        var ends = await db
            .Database.SqlQuery<long>(
                $"""
                with recursive chain as (
                    select number, merged_into from incident where number = {number}
                    union
                    select next.number, next.merged_into
                    from incident next join chain on next.number = chain.merged_into
                )
                select number as "Value" from chain where merged_into is null
                """
            )
            .ToListAsync(cancellationToken);
        return ends is [var end] ? end : number;
    }

    /// <summary>Two incidents, held to the end of the transaction, in the order of their numbers whichever is named first.</summary>
    public static async Task<(Incident? First, Incident? Second)> LockBothAsync(
        UnitOfWork work,
        long first,
        long second,
        CancellationToken cancellationToken
    )
    {
        var held = await work
            .Db.Set<Incident>()
            .FromSql($"select * from incident where number in ({first}, {second}) order by number for update")
            .ToListAsync(cancellationToken);
        return (held.Find(one => one.Number == first), held.Find(one => one.Number == second));
    }

    /// <summary>The open incident that one of this group was merged into, held to the end of the transaction.</summary>
    public static async Task<Incident?> LockOpenAsync(
        UnitOfWork work,
        string group,
        CancellationToken cancellationToken
    )
    {
        foreach (var end in await EndsOfGroupAsync(work.Db, group, cancellationToken))
        {
            // Somebody may have resolved it between the look and the lock.
            if (end.IsOpen && await IncidentStore.LockAsync(work, end.Id, cancellationToken) is { IsOpen: true } open)
            {
                return open;
            }
        }

        return null;
    }

    /// <summary>The incidents in which merged ones of this group go on, open or not, the newest first.</summary>
    public static async Task<IReadOnlyList<Incident>> EndsOfGroupAsync(
        PortalDb db,
        string group,
        CancellationToken cancellationToken
    ) =>
        await db.Set<Incident>()
            .FromSql(
                $"""
                with recursive chain as (
                    select number, merged_into from incident where group_key = {group} and merged_into is not null
                    union
                    select next.number, next.merged_into
                    from incident next join chain on next.number = chain.merged_into
                )
                select * from incident where number in (select number from chain where merged_into is null)
                """
            )
            .AsNoTracking()
            .OrderByDescending(one => one.Number)
            .Take(20)
            .ToListAsync(cancellationToken);
}

/// <summary>An incident that is part of another.</summary>
/// <param name="MergedAt">When it was merged, by <paramref name="MergedBy"/>.</param>
public sealed record MergedIncident(
    long Number,
    string Title,
    string GroupKey,
    Instant DetectedAt,
    Instant MergedAt,
    string MergedBy,
    long Into
)
{
    public static MergedIncident Of(Incident incident) =>
        new(
            incident.Number,
            incident.Title,
            incident.GroupKey,
            incident.DetectedAt,
            incident.ResolvedAt!.Value,
            incident.ResolvedBy!,
            incident.MergedInto!.Value
        );
}
