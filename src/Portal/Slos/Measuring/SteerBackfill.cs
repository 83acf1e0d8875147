using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Ledger;
using Portal.Slos.Reading;

namespace Portal.Slos.Measuring;

/// <summary>Stops the measuring of an SLO's past, or lets it go on.</summary>
internal sealed class SteerBackfill(
    IDbContextFactory<PortalDb> databases,
    SloDirectory directory,
    Authoriser authoriser
)
{
    /// <summary>What was measured stays; the rest can be asked for again.</summary>
    public Task CancelAsync(Actor actor, Definition<Slo> slo, CancellationToken cancellationToken) =>
        MoveAsync(actor, slo, BackfillState.Cancelled, [BackfillState.Running], cancellationToken);

    /// <summary>Goes on where it stopped, also where the backend had nothing then.</summary>
    public Task ResumeAsync(Actor actor, Definition<Slo> slo, CancellationToken cancellationToken) =>
        MoveAsync(
            actor,
            slo,
            BackfillState.Running,
            [BackfillState.Cancelled, BackfillState.Exhausted],
            cancellationToken
        );

    private async Task MoveAsync(
        Actor actor,
        Definition<Slo> slo,
        BackfillState to,
        IReadOnlyList<BackfillState> from,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Lead, directory.TeamOf(slo.Spec), $"steer the backfill of {slo.Name}");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var moved = await work.ExecuteAsync(
            """
            update slo_backfill
            set state = @To, due_at = clock_timestamp(), claimed_until = null, version = version + 1
            where slo_id = @Id and state = any(@From)
            """,
            new
            {
                slo.Id,
                To = to.ToString(),
                From = from.Select(state => state.ToString()).ToArray(),
            },
            cancellationToken
        );
        if (moved == 0)
        {
            throw new ConflictException(
                $"The past of {slo.Name} is not being measured any more; reload to see how far it came."
            );
        }

        await AuditLog.WriteAsync(
            work,
            actor,
            to == BackfillState.Cancelled ? "cancelled backfill" : "resumed backfill",
            SloManifest.Kind,
            slo.Name,
            null,
            null,
            cancellationToken
        );
        work.Announce(SloTopic.Of(slo.Name));
        await work.CommitAsync(cancellationToken);
    }
}
