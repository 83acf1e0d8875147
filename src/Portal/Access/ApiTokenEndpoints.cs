using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Data;
using Portal.Domain.Teams;

namespace Portal.Access;

internal static class ApiTokenEndpoints
{
    public static void MapApiTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/v1/tokens").WithTags("Tokens");
        tokens
            .MapGet("", ListAsync)
            .WithName("ListTokens")
            .WithSummary("One's own tokens, newest first; an admin sees all.");
        tokens
            .MapPost("", CreateAsync)
            .WithName("CreateToken")
            .WithSummary("A token for programs; its text is in this answer and nowhere else.");
        tokens
            .MapDelete("/{token}", RevokeAsync)
            .WithName("RevokeToken")
            .WithSummary("By its id, or by its name where only one has it. Refused from then on.");
    }

    private static async Task<Ok<TokenPage>> ListAsync(
        ClaimsPrincipal user,
        ApiTokens tokens,
        CancellationToken cancellationToken,
        Guid? after = null,
        int limit = KeySetPage.Usual
    )
    {
        var most = KeySetPage.Limit(limit);
        var found = await tokens.ListAsync(Actor.Of(user), cancellationToken, after, most + 1);
        var page = found.Take(most).Select(TokenItem.Of).ToList();
        return TypedResults.Ok(new TokenPage(page, found.Count > most ? page[^1].Id.ToString() : null));
    }

    private static async Task<Ok<CreatedToken>> CreateAsync(
        CreateToken request,
        ClaimsPrincipal user,
        ApiTokens tokens,
        CancellationToken cancellationToken
    )
    {
        if (!Enum.TryParse<Role>(request.Role, ignoreCase: true, out var role) || !Enum.IsDefined(role))
        {
            throw new InvalidInputException("role", "Use viewer, responder, lead or admin.");
        }

        if (request.Days is < 1 or > ApiTokens.MostDays)
        {
            throw new InvalidInputException("days", "A token lives 1 to 366 days.");
        }

        var actor = Actor.Of(user);
        var lifetime = request.Days is { } days ? Duration.FromDays(days) : (Duration?)null;
        var owner = request.Owner ?? actor.Name;
        return TypedResults.Ok(
            new CreatedToken(await tokens.CreateAsync(actor, request.Name, owner, role, lifetime, cancellationToken))
        );
    }

    private static async Task<NoContent> RevokeAsync(
        string token,
        ClaimsPrincipal user,
        ApiTokens tokens,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        await tokens.RevokeAsync(actor, await tokens.IdAsync(actor, token, cancellationToken), cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="Role">The most it may do: viewer, responder, lead or admin.</param>
/// <param name="Days">How long it lives, 1 to 366 days; without it until it is revoked.</param>
internal sealed record CreateToken(string Name, string Role, string? Owner = null, int? Days = null);

internal sealed record CreatedToken(string Token);

internal sealed record TokenPage(IReadOnlyList<TokenItem> Items, string? Next);

internal sealed record TokenItem(
    Guid Id,
    string Name,
    string Owner,
    string Role,
    Instant CreatedAt,
    Instant? ExpiresAt,
    Instant? LastUsedAt,
    Instant? RevokedAt
)
{
    public static TokenItem Of(ApiToken token) =>
        new(
            token.Id,
            token.Name,
            token.Owner,
            token.Role.ToString().ToLowerInvariant(),
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt,
            token.RevokedAt
        );
}
