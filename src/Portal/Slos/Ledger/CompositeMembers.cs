using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Telemetry;

namespace Portal.Slos.Ledger;

/// <summary>Finds the SLOs that composites are made of, in their generations.</summary>
internal sealed class CompositeMembers(IDefinitions definitions)
{
    private const string Rows = """
        select slo_id, generation, next_slice from slo_schedule where slo_id = any(@Ids)
        """;

    private const string Drop = """
        with held as (select slo_id from slo_schedule where slo_id = any(@Ids) order by slo_id for update)
        update slo_schedule as row
        set due_at = clock_timestamp(), claimed_until = null, version = row.version + 1, reading = null
        from held where row.slo_id = held.slo_id
        """;

    /// <summary>The same with the members of composites, in one query for all; without one where none is composite.</summary>
    public async Task<IReadOnlyList<MeasuredSlo>> ResolveAsync(
        UnitOfWork work,
        IReadOnlyList<MeasuredSlo> slos,
        CancellationToken cancellationToken
    )
    {
        if (!slos.Any(slo => slo.Slo.Sli is CompositeSli))
        {
            return slos;
        }

        var ids = slos.SelectMany(slo => Below(slo.Slo)).Select(slo => slo.Id).Distinct().ToArray();
        var rows = (await work.QueryAsync<SloSchedule>(Rows, new { Ids = ids }, cancellationToken)).ToDictionary(row =>
            row.SloId
        );
        return [.. slos.Select(slo => WithMembers(slo, rows))];
    }

    public async Task<MeasuredSlo> ResolveAsync(
        UnitOfWork work,
        MeasuredSlo slo,
        CancellationToken cancellationToken
    ) => (await ResolveAsync(work, [slo], cancellationToken))[0];

    /// <summary>
    /// Makes the composites over an SLO due and drops the sums that were kept of them: the past of the SLO has changed.
    /// </summary>
    public async Task DropAboveAsync(UnitOfWork work, Guid member, CancellationToken cancellationToken)
    {
        var above = definitions.All<Slo>().Where(slo => Below(slo.Spec).Any(below => below.Id == member)).ToList();
        if (above.Count > 0)
        {
            await work.ExecuteAsync(Drop, new { Ids = above.Select(slo => slo.Id).ToArray() }, cancellationToken);
            above.ForEach(slo => work.Announce(SloTopic.Of(slo.Name)));
        }
    }

    /// <summary>Up to where every member of a composite is measured, by its id; those without a measured member are left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, Instant>> ReachedAsync(
        UnitOfWork work,
        IReadOnlyList<Definition<Slo>> composites,
        CancellationToken cancellationToken
    )
    {
        var below = composites.ToDictionary(
            composite => composite.Id,
            composite =>
                Below(composite.Spec).Where(slo => slo.Spec.Sli is QueriedSli).Select(slo => slo.Id).ToHashSet()
        );
        var rows = await work.QueryAsync<SloSchedule>(
            Rows,
            new { Ids = below.Values.SelectMany(ids => ids).Distinct().ToArray() },
            cancellationToken
        );
        return below
            .Select(one => (one.Key, Reached: rows.Where(row => one.Value.Contains(row.SloId)).ToList()))
            .Where(one => one.Reached.Count > 0)
            .ToDictionary(one => one.Key, one => one.Reached.Min(row => row.NextSlice));
    }

    /// <summary>How late the slowest backend below an SLO has all measurements of an instant.</summary>
    public Duration DelayOf(Slo slo) =>
        slo.Sli is QueriedSli sli
            ? definitions.QueryDelayOf(sli.Backend)
            : Below(slo)
                .Where(one => one.Spec.Sli is QueriedSli)
                .Select(one => DelayOf(one.Spec))
                .DefaultIfEmpty(Duration.Zero)
                .Max();

    /// <summary>All SLOs below a composite, on every level.</summary>
    public IEnumerable<Definition<Slo>> Below(Slo slo) => Below(slo, 1);

    private IEnumerable<Definition<Slo>> Below(Slo slo, int level) =>
        slo.Sli is CompositeSli sli && level <= CompositeSli.MostLevels
            ? Members(sli).SelectMany(member => Below(member.Spec, level + 1).Prepend(member))
            : [];

    // What names a member keeps it from being deleted; between two replicas one may still know less than the other.
    private IEnumerable<Definition<Slo>> Members(CompositeSli sli) =>
        sli.Members.Select(member => definitions.Find<Slo>(member.Slo)).OfType<Definition<Slo>>();

    private MeasuredSlo WithMembers(MeasuredSlo slo, Dictionary<Guid, SloSchedule> rows) =>
        slo.Slo.Sli is not CompositeSli sli
            ? slo
            : slo with
            {
                Members =
                [
                    .. Members(sli)
                        .Select(member =>
                            WithMembers(
                                new MeasuredSlo(
                                    member.Id,
                                    rows.GetValueOrDefault(member.Id)?.Generation ?? 1,
                                    member.Spec,
                                    slo.At
                                ),
                                rows
                            )
                        ),
                ],
            };
}
