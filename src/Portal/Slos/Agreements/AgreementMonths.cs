using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Ledger;
using Portal.Slos.Reading;

namespace Portal.Slos.Agreements;

/// <summary>Judges agreements month by month from the ledger, by what was agreed when the month ended.</summary>
internal sealed class AgreementMonths(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    DefinitionHistory history,
    SloLedger ledger,
    Authoriser authoriser
)
{
    public const int MostMonths = 36;

    /// <summary>By name, ascending.</summary>
    public IReadOnlyList<Definition<ServiceLevelAgreement>> All(Actor actor)
    {
        authoriser.Demand(actor, Role.Viewer, null, "read agreements");
        return definitions.All<ServiceLevelAgreement>();
    }

    /// <exception cref="NotFoundException">There is no such agreement.</exception>
    public Definition<ServiceLevelAgreement> Find(Actor actor, string nameOrId)
    {
        authoriser.Demand(actor, Role.Viewer, null, "read agreements");
        return definitions.FindByNameOrId<ServiceLevelAgreement>(nameOrId)
            ?? throw new NotFoundException(AgreementManifest.Kind, nameOrId);
    }

    /// <summary>
    /// The months up to now, the newest first; the first is so far. None that was over before the agreement was made.
    /// </summary>
    public async Task<IReadOnlyList<AgreementMonth>> OfAsync(
        Actor actor,
        Definition<ServiceLevelAgreement> agreement,
        int most,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read agreements");
        if (definitions.Find<Slo>(agreement.Spec.Slo) is not { } slo)
        {
            return [];
        }

        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var versions = await history.OfAsync<ServiceLevelAgreement>(
            AgreementManifest.Definition,
            agreement.Id,
            cancellationToken
        );
        var made = versions.Count > 0 ? versions[0].From : measured.At;
        var asked = Asked(agreement.Spec, versions, made, measured.At).Take(most).ToList();
        var sums = await LedgerSums.OfAsync(
            work,
            asked.ConvertAll(month => measured.Over(month.Range)),
            cancellationToken
        );
        return [.. asked.Select((month, i) => month.Agreed.MonthOf(month.Period, month.Range, sums[i]))];
    }

    private static IEnumerable<AskedMonth> Asked(
        ServiceLevelAgreement now,
        IReadOnlyList<PastSpec<ServiceLevelAgreement>> versions,
        Instant made,
        Instant at
    )
    {
        // What was agreed a moment ago is agreed for this month.
        var end = at;
        do
        {
            var period = now.Window.PeriodAt(end - Duration.Epsilon);
            var agreed = versions.LastOrDefault(version => version.From < period.End)?.Definition.Spec ?? now;
            yield return new AskedMonth(agreed, period, new Interval(period.Start, Instant.Min(period.End, at)));
            end = period.Start;
        } while (end > made);
    }

    private sealed record AskedMonth(ServiceLevelAgreement Agreed, Interval Period, Interval Range);
}
