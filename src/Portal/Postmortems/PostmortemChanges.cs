using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Postmortems;

namespace Portal.Postmortems;

/// <summary>The frame of every change to a postmortem: hold it, change it, tell open pages, commit.</summary>
internal sealed class PostmortemChanges(IDbContextFactory<PortalDb> databases)
{
    public async Task<Postmortem> MakeAsync(
        Guid id,
        Func<UnitOfWork, Postmortem, Task> change,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var postmortem =
            await PostmortemStore.LockAsync(work, id, cancellationToken)
            ?? throw new NotFoundException("postmortem", id.ToString());
        await change(work, postmortem);
        PostmortemTopics.Announce(work, postmortem);
        await work.CommitAsync(cancellationToken);
        return postmortem;
    }

    public static Task AuditAsync(
        UnitOfWork work,
        Actor actor,
        string action,
        Postmortem postmortem,
        object? before,
        object? after,
        CancellationToken cancellationToken
    ) =>
        AuditLog.WriteAsync(
            work,
            actor,
            action,
            "Postmortem",
            postmortem.Incident.ToString(CultureInfo.InvariantCulture),
            before,
            after,
            cancellationToken
        );
}
