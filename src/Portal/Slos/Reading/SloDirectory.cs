using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Slos.Reading;

/// <summary>Answers what SLOs there are and how they stand, to everybody who is signed in.</summary>
internal sealed class SloDirectory(
    IDefinitions definitions,
    SloLedger ledger,
    SloChanges changes,
    LedgerGaps gaps,
    Authoriser authoriser
)
{
    /// <summary>By name, ascending.</summary>
    public IReadOnlyList<Definition<Slo>> All(Actor actor)
    {
        DemandRead(actor);
        return definitions.All<Slo>();
    }

    /// <exception cref="NotFoundException">No SLO has that name or id.</exception>
    public Definition<Slo> Find(Actor actor, string nameOrId)
    {
        DemandRead(actor);
        return definitions.FindByNameOrId<Slo>(nameOrId) ?? throw new NotFoundException(SloManifest.Kind, nameOrId);
    }

    public string? TeamOf(Slo slo) => definitions.Find<Service>(slo.Service)?.Spec.Team;

    public bool MayChange(Actor actor, Slo slo) => authoriser.May(actor, Role.Lead, TeamOf(slo));

    public async Task<IReadOnlyList<SloOverview>> OverviewAsync(Actor actor, CancellationToken cancellationToken) =>
        await ledger.OverviewAsync(All(actor), cancellationToken);

    /// <param name="at">Null for now.</param>
    public Task<SloStatus> StatusAsync(
        Actor actor,
        Definition<Slo> slo,
        Instant? at,
        CancellationToken cancellationToken
    )
    {
        DemandRead(actor);
        return ledger.StatusAsync(slo, at, cancellationToken);
    }

    public Task<IReadOnlyList<SloChange>> ChangesAsync(
        Actor actor,
        Definition<Slo> slo,
        CancellationToken cancellationToken
    )
    {
        DemandRead(actor);
        return changes.OfAsync(slo.Id, cancellationToken);
    }

    public Task<ILookup<Guid, SloChange>> ChangesAsync(
        Actor actor,
        IReadOnlyList<Definition<Slo>> slos,
        CancellationToken cancellationToken
    )
    {
        DemandRead(actor);
        return changes.OfAsync(slos, cancellationToken);
    }

    public Task<Coverage> CoverageAsync(Actor actor, Definition<Slo> slo, CancellationToken cancellationToken)
    {
        DemandRead(actor);
        return gaps.OfAsync(slo, cancellationToken);
    }

    /// <exception cref="ForbiddenException">Not even a viewer.</exception>
    public void DemandRead(Actor actor) => authoriser.Demand(actor, Role.Viewer, null, "read SLOs");
}
