using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Data.Scheduling;
using Portal.Domain.Teams;

namespace Portal.Shell;

/// <summary>Lets an administrator run a job out of turn; a job is idempotent by its slot, so nothing is done twice.</summary>
internal sealed class RunJob(CronJobs jobs, Authoriser authoriser, IDbContextFactory<PortalDb> databases)
{
    public async Task NowAsync(Actor actor, string name, CancellationToken cancellationToken)
    {
        authoriser.Demand(actor, Role.Admin, null, $"run the job {name}");
        await jobs.RunNowAsync(name, cancellationToken);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await AuditLog.WriteAsync(work, actor, "ran", "job", name, null, null, cancellationToken);
        await work.CommitAsync(cancellationToken);
    }
}
