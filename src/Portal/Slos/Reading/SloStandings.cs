using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>How the SLOs stood when a period ended: the ones that were defined then, by what they promised then.</summary>
internal sealed class SloStandings(
    IDbContextFactory<PortalDb> databases,
    DefinitionHistory history,
    SloLedger ledger,
    CompositeMembers members,
    IDefinitions definitions
)
{
    /// <summary>By name, in one query of sums. One that is deleted since has no data: its ledger went with it.</summary>
    /// <param name="team">Only of services of this team; null for all.</param>
    public async Task<IReadOnlyList<SloStanding>> AtAsync(
        Instant end,
        string? team,
        CancellationToken cancellationToken
    )
    {
        var slos = await DefinedAsync(end, slo => team is null || TeamOf(slo.Then.Spec) == team, cancellationToken);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        return [.. (await ReadAsync(work, slos, end, cancellationToken)).Select(read => read.Standing)];
    }

    /// <summary>The same with the counts, as they are and as they were measured.</summary>
    /// <param name="only">Of this one alone; null for all.</param>
    public async Task<IReadOnlyList<CountedStanding>> CountedAsync(
        Instant end,
        Guid? only,
        CancellationToken cancellationToken
    )
    {
        var slos = await DefinedAsync(end, slo => only is null || slo.Then.Id == only, cancellationToken);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var read = await ReadAsync(work, slos, end, cancellationToken);
        var raw = await UncorrectedSums.OfAsync(
            work,
            [.. read.Select(one => one.Range)],
            [.. read.Select(one => one.Sums)],
            cancellationToken
        );
        return [.. read.Select((one, i) => new CountedStanding(one, raw[i]))];
    }

    private async Task<List<SloThen>> DefinedAsync(
        Instant end,
        Func<SloThen, bool> isAsked,
        CancellationToken cancellationToken
    )
    {
        var versions = await history.DuringAsync<Slo>(
            SloManifest.Definition,
            end - Duration.Epsilon,
            to: null,
            cancellationToken
        );
        return
        [
            .. versions
                .GroupBy(version => version.Id)
                .Select(known => new SloThen([.. known]))
                .Where(slo => slo.Then.From < end && isAsked(slo)),
        ];
    }

    private async Task<IReadOnlyList<ReadStanding>> ReadAsync(
        UnitOfWork work,
        List<SloThen> slos,
        Instant end,
        CancellationToken cancellationToken
    )
    {
        var generations = await GenerationsAsync(work, slos, cancellationToken);
        var measured = await members.ResolveAsync(
            work,
            slos.ConvertAll(slo => Measured(slo, generations, end, work.Now)),
            cancellationToken
        );
        var ranges = measured.Select(one => one.Over(SloStanding.WindowAt(one.Slo.Window, one.At))).ToList();
        var sums = await LedgerSums.OfAsync(work, ranges, cancellationToken);
        return
        [
            .. slos.Select(
                (slo, i) =>
                    new ReadStanding(
                        slo.Then.Definition,
                        measured[i].At,
                        ranges[i],
                        sums[i],
                        SloStanding.Of(slo.Then.Definition.Name, measured[i].Slo, measured[i].At, sums[i])
                    )
            ),
        ];
    }

    private MeasuredSlo Measured(SloThen slo, IReadOnlyDictionary<Guid, int> generations, Instant end, Instant now) =>
        new(
            slo.Then.Id,
            generations.GetValueOrDefault(slo.Then.Id) - slo.NewBeginnings,
            slo.Then.Spec,
            ledger.Newest(slo.Then.Spec, end, now)
        );

    private static async Task<IReadOnlyDictionary<Guid, int>> GenerationsAsync(
        UnitOfWork work,
        List<SloThen> slos,
        CancellationToken cancellationToken
    ) =>
        (
            await work.QueryAsync<SloSchedule>(
                "select slo_id, generation from slo_schedule where slo_id = any(@Ids)",
                new { Ids = slos.Select(slo => slo.Then.Id).ToArray() },
                cancellationToken
            )
        ).ToDictionary(row => row.SloId, row => row.Generation);

    private string? TeamOf(Slo slo) => definitions.Find<Service>(slo.Service)?.Spec.Team;

    /// <param name="Versions">The one in force then, and those since.</param>
    private sealed record SloThen(IReadOnlyList<PastSpec<Slo>> Versions)
    {
        public PastSpec<Slo> Then => Versions[0];

        /// <summary>How often it was measured anew since: each time the ledger began a generation.</summary>
        public int NewBeginnings =>
            Versions.Zip(Versions.Skip(1)).Count(pair => !pair.Second.Spec.MeasuresLike(pair.First.Spec));
    }
}

/// <summary>An SLO as it stood at an instant, with what that was read from.</summary>
/// <param name="Slo">As it was defined then.</param>
/// <param name="At">The last boundary of slices up to then.</param>
internal sealed record ReadStanding(
    Definition<Slo> Slo,
    Instant At,
    RangeOfSlo Range,
    SliceSums Sums,
    SloStanding Standing
);

/// <summary>The same with what was measured, before any correction.</summary>
internal sealed record CountedStanding(ReadStanding Read, SliceSums Raw);
