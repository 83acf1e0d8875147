using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Telemetry;

namespace Portal.Slos.Groups;

/// <summary>Gives an SLO that is told apart by labels its rows, and begins anew where an edit changes what they count.</summary>
internal sealed class KeepGroups(IDefinitions definitions) : IDefinitionListener
{
    private const string Begin = """
        insert into slo_group_schedule
            (slo_id, backend, labels, due_at, reached, past_from, target, groups, version, failed_passes)
        values (@Id, @Backend, @Labels, clock_timestamp(), @Begin, @Begin, @Target, 0,
            (extract(epoch from clock_timestamp()) * 1000000)::bigint, 0)
        """;

    private const string Reach = """
        update slo_group_schedule
        set target = @Target, due_at = clock_timestamp(), claimed_until = null, version = version + 1,
            past_from = least(reached, greatest(past_from,
                date_trunc('hour', reached - make_interval(secs => @Kept), 'UTC') + interval '1 hour'))
        where slo_id = @Id
        """;

    public string Kind => SloManifest.Kind;

    public Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken) =>
        (change.Before as Slo, change.After as Slo) switch
        {
            (_, null) => EndAsync(work, change, cancellationToken),
            ({ } before, { } after) when CountsLike(before, after) => EditAsync(
                work,
                change,
                before,
                after,
                cancellationToken
            ),
            (_, { } after) => BeginAsync(work, change, after, cancellationToken),
        };

    private static bool CountsLike(Slo before, Slo after) =>
        before.Sli == after.Sli && before.GroupBy.SequenceEqual(after.GroupBy, StringComparer.Ordinal);

    private async Task BeginAsync(
        UnitOfWork work,
        DefinitionChange change,
        Slo slo,
        CancellationToken cancellationToken
    )
    {
        await EndAsync(work, change, cancellationToken);
        if (slo is not { Sli: QueriedSli sli, GroupBy.Count: > 0 })
        {
            return;
        }

        // From the last whole hour on; the past from there back.
        var begin = Last(work.Now, sli);
        await work.ExecuteAsync(
            Begin,
            new
            {
                change.Id,
                sli.Backend,
                Labels = slo.GroupBy.ToArray(),
                Begin = begin,
                Target = TargetOf(slo, begin),
            },
            cancellationToken
        );
    }

    /// <summary>A longer window asks for what was forgotten beyond the one before.</summary>
    private Task EditAsync(
        UnitOfWork work,
        DefinitionChange change,
        Slo before,
        Slo slo,
        CancellationToken cancellationToken
    ) =>
        slo is { Sli: QueriedSli sli, GroupBy.Count: > 0 }
            ? work.ExecuteAsync(
                Reach,
                new
                {
                    change.Id,
                    Target = TargetOf(slo, Last(work.Now, sli)),
                    Kept = before.Window.LongestPeriod.TotalSeconds,
                },
                cancellationToken
            )
            : Task.CompletedTask;

    private static async Task EndAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        foreach (var table in new[] { "slo_group_schedule", "slo_group", "slo_group_hour", "slo_group_due" })
        {
            await work.ExecuteAsync($"delete from {table} where slo_id = @Id", change, cancellationToken);
        }
    }

    private Instant Last(Instant now, QueriedSli sli) =>
        GroupedHours.Hours.Floor(now - definitions.QueryDelayOf(sli.Backend));

    private static Instant TargetOf(Slo slo, Instant begin) =>
        GroupedHours.Hours.Floor(begin - slo.Window.LongestPeriod);
}
