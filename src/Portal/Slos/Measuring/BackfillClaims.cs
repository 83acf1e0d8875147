using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>Which pasts are measured next: of each backend one, and the SLO that waits longest, so that all get their newest days first.</summary>
internal sealed class BackfillClaims(IDbContextFactory<PortalDb> databases)
{
    private const long Lock = 0x736c6f; // "slo"

    /// <param name="lease">Longer than the two requests that a day may need.</param>
    public async Task<IReadOnlyList<SloBackfill>> ClaimAsync(Duration lease, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        // One claim at a time: two replicas would each see the backend idle.
        await work.ExecuteAsync("select pg_advisory_xact_lock(@Lock)", new { Lock }, cancellationToken);
        var claimed = await work.QueryAsync<SloBackfill>(
            """
            update slo_backfill
            set claimed_until = clock_timestamp() + make_interval(secs => @Lease), version = version + 1
            where slo_id in (
                select distinct on (backend) slo_id from slo_backfill waiting
                where state = 'Running' and due_at <= clock_timestamp()
                  and (claimed_until is null or claimed_until < clock_timestamp())
                  and not exists (
                    select from slo_backfill busy
                    where busy.backend = waiting.backend and busy.claimed_until > clock_timestamp())
                order by backend, due_at)
            returning *
            """,
            new { Lease = lease.TotalSeconds },
            cancellationToken
        );
        await work.CommitAsync(cancellationToken);
        return claimed;
    }

    /// <summary>Records how far a chunk came, if the claim is still ours.</summary>
    public static async Task<bool> CompleteAsync(
        UnitOfWork work,
        MeasuredChunk chunk,
        CancellationToken cancellationToken
    ) =>
        await work.ExecuteAsync(
            """
            update slo_backfill
            set state = @State, reached = @Reached, due_at = clock_timestamp() + make_interval(secs => @Wait),
                claimed_until = null, version = version + 1, error = @Error, failed_passes = @FailedPasses
            where slo_id = @SloId and version = @Version
            """,
            new
            {
                chunk.Row.SloId,
                chunk.Row.Version,
                State = chunk.State.ToString(),
                chunk.Reached,
                Wait = chunk.Wait.TotalSeconds,
                chunk.Error,
                chunk.FailedPasses,
            },
            cancellationToken
        ) == 1;
}
