using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>One change to one incident by somebody who may: held to the commit, so that two who act at once act one after the other.</summary>
internal sealed class IncidentChange(IDbContextFactory<PortalDb> databases, Authoriser authoriser)
{
    /// <param name="verb">What is done, for the refusal: <c>acknowledge</c>.</param>
    /// <returns>The incident as it then is.</returns>
    public async Task<Incident> RunAsync(
        Actor actor,
        long number,
        string verb,
        Func<UnitOfWork, Incident, Task> change,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var incident =
            await IncidentStore.LockAsync(work, number, cancellationToken)
            ?? throw new NotFoundException("incident", $"#{number}");
        authoriser.Demand(actor, Role.Responder, incident.Team, $"{verb} incident #{number}");
        await change(work, incident);
        work.Announce(Topics.Of(incident));
        await work.CommitAsync(cancellationToken);
        return incident;
    }

    public static Task AuditAsync(
        UnitOfWork work,
        Actor actor,
        string action,
        Incident incident,
        string? before,
        CancellationToken cancellationToken
    ) =>
        AuditLog.WriteAsync(
            work,
            actor,
            action,
            "Incident",
            $"#{incident.Number}",
            before is null ? null : new { before },
            new { state = Words.Of(incident.State), severity = Words.Of(incident.Severity) },
            cancellationToken
        );
}
