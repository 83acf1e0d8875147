using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Slos.Reading;

namespace Portal.Slos.Badges;

internal static class BadgeEndpoints
{
    // Image proxies of code hosts keep what they may: a minute is as old as a slice.
    private const string Caching = "public, max-age=60";

    public static void MapBadges(this IEndpointRouteBuilder routes)
    {
        var badges = routes.MapGroup("/badges").WithTags("SLOs").AllowAnonymous().ExcludeFromDescription();
        badges
            .MapGet("/{slo}.svg", SvgAsync)
            .WithName("GetBadge")
            .WithSummary("How an SLO stands, as an image for a README. Needs the key of its address, or a session.");
        badges
            .MapGet("/{slo}.json", JsonAsync)
            .WithName("GetBadgeData")
            .WithSummary("The same as JSON: schemaVersion, label, message, color, state, sli, budgetRemaining.");
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

        http.Response.Headers.CacheControl = Caching;
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

        http.Response.Headers.CacheControl = Caching;
        return TypedResults.Ok(BadgeAnswer.Of(found.Badge, found.Status));
    }
}

/// <summary>Finds what a badge shows, for whoever has its key or is signed in.</summary>
internal sealed class BadgeReading(SloDirectory slos, BadgeLinks links)
{
    /// <returns>Null where there is no such SLO, and where it may not be told that there is one.</returns>
    public async Task<(Badge Badge, SloStatus Status)?> FindAsync(
        string name,
        string? key,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    )
    {
        var isKnown = user.Identity is { IsAuthenticated: true };
        if (
            slos.All(Actor.Portal).FirstOrDefault(slo => slo.Name == name) is not { } slo
            || !(isKnown || links.Opens(key, slo.Id))
        )
        {
            return null;
        }

        var status = await slos.StatusAsync(Actor.Portal, slo, null, cancellationToken);
        return (Badge.Of(slo.Name, status), status);
    }
}

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
