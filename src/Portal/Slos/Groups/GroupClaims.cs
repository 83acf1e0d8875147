using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;

namespace Portal.Slos.Groups;

/// <summary>Which SLO's groups are measured next: of each backend one, the one that waits longest.</summary>
internal sealed class GroupClaims(IDbContextFactory<PortalDb> databases)
{
    private const long Lock = 0x67726f; // "gro"

    private const string Claim = """
        update slo_group_schedule
        set claimed_until = clock_timestamp() + make_interval(secs => @Lease), version = version + 1
        where slo_id in (
            select distinct on (backend) slo_id from slo_group_schedule waiting
            where due_at <= clock_timestamp() and (claimed_until is null or claimed_until < clock_timestamp())
              and not exists (
                select from slo_group_schedule busy
                where busy.backend = waiting.backend and busy.claimed_until > clock_timestamp())
            order by backend, due_at)
        returning *
        """;

    private const string Complete = """
        update slo_group_schedule
        set reached = @Reached, past_from = @PastFrom, standing_at = @StandingAt, due_at = @DueAt, error = @Error,
            failed_passes = @FailedPasses, claimed_until = null, version = version + 1,
            groups = (select count(*) from slo_group where slo_id = @SloId)
        where slo_id = @SloId and version = @Version
        """;

    /// <returns>What was claimed, each with the database's time of the claim.</returns>
    public async Task<IReadOnlyList<(SloGroupSchedule Row, Instant Now)>> ClaimAsync(
        Duration lease,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        // One claim at a time: two replicas would each see the backend idle.
        await work.ExecuteAsync("select pg_advisory_xact_lock(@Lock)", new { Lock }, cancellationToken);
        var claimed = await work.QueryAsync<SloGroupSchedule>(
            Claim,
            new { Lease = lease.TotalSeconds },
            cancellationToken
        );
        await work.CommitAsync(cancellationToken);
        return [.. claimed.Select(row => (row, row.ClaimedUntil!.Value - lease))];
    }

    /// <summary>Whether the claim is still ours; its row is held until the commit.</summary>
    public static async Task<bool> HoldAsync(
        UnitOfWork work,
        SloGroupSchedule row,
        CancellationToken cancellationToken
    ) =>
        await work.FirstOrDefaultAsync<SloGroupSchedule>(
            "select * from slo_group_schedule where slo_id = @SloId and version = @Version for update",
            row,
            cancellationToken
        )
            is not null;

    public static Task CompleteAsync(UnitOfWork work, GroupPass pass, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            Complete,
            new
            {
                pass.Row.SloId,
                pass.Row.Version,
                pass.Reached,
                pass.PastFrom,
                pass.StandingAt,
                pass.DueAt,
                pass.Error,
                pass.FailedPasses,
            },
            cancellationToken
        );
}
