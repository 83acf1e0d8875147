using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Reading;

namespace Portal.Slos.Badges;

internal static class BadgeEndpoints
{
    // Image proxies of code hosts keep what they may: a minute is as old as a slice. Without a key in its address the answer
    // is for those who are signed in, and no proxy may give it to others.
    private const string Keyed = "public, max-age=60";
    private const string Own = "private, max-age=60";

    public static void MapBadges(this IEndpointRouteBuilder routes)
    {
        // Needs the key of its address, or a session: without either there is nothing here, whatever exists.
        var badges = routes.MapGroup("/badges").AllowAnonymous().ExcludeFromDescription();
        badges.MapGet("/{slo}.svg", SvgAsync);
        badges.MapGet("/{slo}.json", JsonAsync);
    }

    private static async Task<Results<ContentHttpResult, NotFound>> SvgAsync(
        string slo,
        HttpContext http,
        BadgeReading badges,
        CancellationToken cancellationToken,
        string? key = null
    )
    {
        if (await badges.FindAsync(slo, key, http.User, cancellationToken) is not { } found)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = found.IsKeyed ? Keyed : Own;
        return TypedResults.Content(found.Badge.ToSvg(), "image/svg+xml; charset=utf-8");
    }

    private static async Task<Results<Ok<BadgeAnswer>, NotFound>> JsonAsync(
        string slo,
        HttpContext http,
        BadgeReading badges,
        CancellationToken cancellationToken,
        string? key = null
    )
    {
        if (await badges.FindAsync(slo, key, http.User, cancellationToken) is not { } found)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = found.IsKeyed ? Keyed : Own;
        return TypedResults.Ok(BadgeAnswer.Of(found.Badge, found.Status));
    }
}

/// <summary>Finds what a badge shows, for whoever has its key or may read SLOs.</summary>
internal sealed class BadgeReading(SloDirectory slos, IDefinitions definitions, BadgeLinks links, Authoriser authoriser)
{
    /// <returns>Null where there is no such SLO, and where it may not be told that there is one.</returns>
    public async Task<FoundBadge?> FindAsync(
        string nameOrId,
        string? key,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        if (definitions.FindByNameOrId<Slo>(nameOrId) is not { } slo)
        {
            return null;
        }

        var isKeyed = links.Opens(key, slo.Id);
        if (!isKeyed && !MayRead(user))
        {
            return null;
        }

        var status = await slos.StatusAsync(Actor.Portal, slo, null, cancellationToken);
        return new(Badge.Of(slo.Name, status), status, isKeyed);
    }

    private bool MayRead(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } && authoriser.May(Actor.Of(user), Role.Viewer, null);
}

/// <param name="IsKeyed">Its address holds its key: whoever knows the address sees it.</param>
internal sealed record FoundBadge(Badge Badge, SloStatus Status, bool IsKeyed);

/// <summary>The fields that badge services read, and the numbers themselves.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Color">As CSS writes it.</param>
/// <param name="Sli">Null where it is not known.</param>
internal sealed record BadgeAnswer(
    int SchemaVersion,
    string Label,
    string Message,
    string Color,
    SloState State,
    string Objective,
    string? Sli,
    string? BudgetRemaining
)
{
    public static BadgeAnswer Of(Badge badge, SloStatus status)
    {
        var isKnown = status.State is not (SloState.NoData or SloState.NoTraffic or SloState.Frozen);
        return new(
            1,
            badge.Label,
            badge.Message,
            badge.Colour,
            status.State,
            Ratios.Text(status.Objective.Value),
            isKnown ? Ratios.Text(status.Sli) : null,
            isKnown ? Ratios.Text(status.Budget.Remaining) : null
        );
    }
}
