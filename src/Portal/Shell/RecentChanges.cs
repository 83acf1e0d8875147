using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Incidents;

namespace Portal.Shell;

/// <summary>What was changed lately, by deployments and in the portal itself: the first suspects of whatever breaks.</summary>
internal sealed class RecentChanges(IDbContextFactory<PortalDb> databases, IncidentStore incidents, IClock clock)
{
    private const int Most = 8;

    private static readonly Duration Reach = Duration.FromHours(24);
    private static readonly Duration Suspicious = Duration.FromHours(1);
    private static readonly string[] Actions = ["created", "updated", "deleted"];

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RecentChange>> FindAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var since = now - Reach;
        var deployments = await incidents.DeploymentsAsync(null, since, now, cancellationToken);
        var opened = await incidents.ListAsync(new(From: since, Limit: 100), cancellationToken);
        var definitions = await DefinitionsAsync(since, cancellationToken);
        return
        [
            .. deployments
                .Select(deployment => Of(deployment, opened))
                .Concat(definitions)
                .OrderByDescending(change => change.At)
                .Take(Most),
        ];
    }

    private async Task<IReadOnlyList<RecentChange>> DefinitionsAsync(Instant since, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var entries = await db.Set<AuditEntry>()
            .AsNoTracking()
            .Where(entry => entry.At >= since && Actions.Contains(entry.Action))
            .OrderByDescending(entry => entry.Id)
            .Take(Most)
            .Select(entry => new
            {
                entry.At,
                entry.Kind,
                entry.Name,
                entry.Action,
                entry.Actor,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. entries.Select(entry => new RecentChange(
                entry.At,
                entry.Name,
                $"{Spaced(entry.Kind)} {entry.Action}",
                entry.Actor
            )),
        ];
    }

    private static RecentChange Of(Deployment deployment, IReadOnlyList<Incident> opened)
    {
        var after = opened
            .Where(incident => incident.Service == deployment.Service)
            .Where(incident =>
                incident.DetectedAt >= deployment.At && incident.DetectedAt - deployment.At <= Suspicious
            )
            .MinBy(incident => incident.DetectedAt);
        return new(deployment.At, $"{deployment.Service} {deployment.Version}", "deploy", deployment.By)
        {
            Url = deployment.Url,
            Before = after is null ? null : (after.Number, after.DetectedAt - deployment.At),
        };
    }

    /// <summary>AlertRule reads alert rule.</summary>
    private static string Spaced(string kind) =>
        kind == "SLO"
            ? kind
            : string.Concat(kind.Select((letter, at) => char.IsUpper(letter) && at > 0 ? $" {letter}" : $"{letter}"))
                .ToLowerInvariant();
}

/// <param name="What">The thing that changed.</param>
/// <param name="How">deploy, alert rule updated.</param>
public sealed record RecentChange(Instant At, string What, string How, string By)
{
    public string? Url { get; init; }

    /// <summary>The first incident of the service within the hour after.</summary>
    public (long Incident, Duration After)? Before { get; init; }
}
