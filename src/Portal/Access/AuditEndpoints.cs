using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Domain.Teams;

namespace Portal.Access;

internal static class AuditEndpoints
{
    private const int MostEntries = 500;

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/audit", ListAsync)
            .WithName("ListAudit")
            .WithTags("Audit")
            .WithSummary("What was changed by whom, newest first; needs the role lead.");

    private static async Task<Ok<AuditPage>> ListAsync(
        ClaimsPrincipal user,
        AuditLog audit,
        Authoriser authoriser,
        CancellationToken cancellationToken,
        string? kind = null,
        string? name = null,
        string? actor = null,
        long? after = null,
        int limit = 100
    )
    {
        authoriser.Demand(Actor.Of(user), Role.Lead, null, "read the audit log");
        var count = Math.Clamp(limit, 1, MostEntries);
        var entries = await audit.ListAsync(kind, name, actor, after, count, cancellationToken);
        var next = entries.Count == count ? entries[^1].Id : (long?)null;
        return TypedResults.Ok(new AuditPage([.. entries.Select(AuditItem.Of)], next?.ToString("D", null)));
    }
}

internal sealed record AuditPage(IReadOnlyList<AuditItem> Items, string? Next);

internal sealed record AuditItem(
    long Id,
    Instant At,
    string Actor,
    string ActorKind,
    string Action,
    string Kind,
    string Name,
    string? Before,
    string? After,
    string Hash
)
{
    public static AuditItem Of(AuditEntry entry) =>
        new(
            entry.Id,
            entry.At,
            entry.Actor,
            entry.ActorKind,
            entry.Action,
            entry.Kind,
            entry.Name,
            entry.Before,
            entry.After,
            Convert.ToHexStringLower(entry.Hash)
        );
}
