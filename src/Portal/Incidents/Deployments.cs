using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>Records deployments, and marks them on the open incidents of their service.</summary>
internal sealed class Deployments(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    Authoriser authoriser
)
{
    /// <param name="at">Null for now; at most a day ahead.</param>
    public async Task<Deployment> RecordAsync(
        Actor actor,
        string serviceName,
        string version,
        Instant? at,
        string? url,
        CancellationToken cancellationToken
    )
    {
        var service =
            definitions.FindByNameOrId<Service>(serviceName)
            ?? throw new InvalidInputException("service", $"There is no Service named {serviceName}.");
        authoriser.Demand(actor, Role.Responder, service.Spec.Team, $"record deployments of {service.Name}");
        RefuseNonsense(version, url);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        if (at > work.Now + Duration.FromDays(1))
        {
            throw new InvalidInputException("at", "A deployment lies in the past, or at most a day ahead.");
        }

        var deployment = new Deployment
        {
            Service = service.Name,
            Version = version.Trim(),
            At = at ?? work.Now,
            Url = url,
            By = actor.Name,
        };
        work.Db.Add(deployment);
        await MarkAsync(work, deployment, cancellationToken);
        work.Announce("deployment");
        await work.CommitAsync(cancellationToken);
        return deployment;
    }

    private static void RefuseNonsense(string version, string? url)
    {
        if (string.IsNullOrWhiteSpace(version) || version.Length > 200)
        {
            throw new InvalidInputException("version", "Name the version in 1 to 200 characters.");
        }

        if (
            url is not null
            && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        )
        {
            throw new InvalidInputException("url", "Use an address that begins with https:// or http://.");
        }
    }

    private static async Task MarkAsync(UnitOfWork work, Deployment deployment, CancellationToken cancellationToken)
    {
        var open = await work
            .Db.Set<Incident>()
            .FromSql(
                $"select * from incident where service = {deployment.Service} and resolved_at is null order by number for update"
            )
            .ToListAsync(cancellationToken);
        foreach (var incident in open)
        {
            Timeline.Add(
                work,
                incident,
                TimelineKind.Deployment,
                deployment.By,
                $"deployed {deployment.Service} {deployment.Version}"
            );
        }
    }
}
