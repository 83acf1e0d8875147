using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Slos.Groups;
using Portal.Slos.Reading;

namespace Portal.Slos;

internal static class SloEndpoints
{
    private const int MostItems = 500;
    private const int MostPoints = 10_000;

    public static void MapSlos(this IEndpointRouteBuilder routes)
    {
        var slos = routes.MapGroup("/api/v1/slos").WithTags("SLOs");
        slos.MapGet("", ListAsync)
            .WithName("ListSlos")
            .WithSummary("SLOs by name, with the history of their objectives.");
        slos.MapGet("/{slo}", GetAsync).WithName("GetSlo").WithSummary("One SLO by name or id.");
        slos.MapGet("/{slo}/status", StatusAsync)
            .WithName("GetSloStatus")
            .WithSummary("Budget, burn rates and state, now or at an instant, with the counts that they come from.");
        slos.MapGet("/{slo}/history", HistoryAsync)
            .WithName("GetSloHistory")
            .WithSummary("SLI, budget left (also before corrections) and burn over a range, in columns.");
        slos.MapGet("/{slo}/windows", WindowsAsync)
            .WithName("GetSloWindows")
            .WithSummary("The objective over rolling and calendar windows beside its own: so far and projected.");
        slos.MapGet("/{slo}/parts", PartsAsync)
            .WithName("GetSloParts")
            .WithSummary("The members of a composite over its window, and which part of its failures each is behind.");
        slos.MapGet("/{slo}/groups", GroupsAsync)
            .WithName("GetSloGroups")
            .WithSummary(
                "The groups of an SLO that is told apart by labels, the worst first, as of the last whole hour."
            );
        slos.MapSpending();
        slos.MapChartsAndCommands();
    }

    private static async Task<Ok<SloPage>> ListAsync(
        ClaimsPrincipal user,
        SloDirectory slos,
        CancellationToken cancellationToken,
        string? service = null,
        string? team = null,
        string? after = null,
        int limit = 100
    )
    {
        var actor = Actor.Of(user);
        var most = Math.Clamp(limit, 1, MostItems);
        var found = slos.All(actor)
            .Where(slo => service is null || slo.Spec.Service == service)
            .Where(slo => team is null || slos.TeamOf(slo.Spec) == team)
            .Where(slo => after is null || string.CompareOrdinal(slo.Name, after) > 0)
            .Take(most + 1)
            .ToList();
        var changes = await slos.ChangesAsync(actor, [.. found.Take(most)], cancellationToken);
        var items = found
            .Take(most)
            .Select(slo => SloItem.Of(slo, slos.TeamOf(slo.Spec), [.. changes[slo.Id]]))
            .ToList();
        return TypedResults.Ok(new SloPage(items, found.Count > most ? items[^1].Name : null));
    }

    private static async Task<Ok<SloItem>> GetAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        var found = slos.Find(actor, slo);
        var changes = await slos.ChangesAsync(actor, found, cancellationToken);
        return TypedResults.Ok(SloItem.Of(found, slos.TeamOf(found.Spec), changes));
    }

    private static async Task<Ok<SloStatusAnswer>> StatusAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        CancellationToken cancellationToken,
        string? at = null
    )
    {
        var actor = Actor.Of(user);
        var found = slos.Find(actor, slo);
        var instant = at is null ? (Instant?)null : RequestTime.Read("at", at);
        return TypedResults.Ok(SloStatusAnswer.Of(await slos.StatusAsync(actor, found, instant, cancellationToken)));
    }

    /// <param name="contains">A part of a label's value.</param>
    /// <param name="limit">1 to 200.</param>
    /// <exception cref="NotFoundException">It has no groups.</exception>
    private static async Task<Ok<GroupsAnswer>> GroupsAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        GroupDirectory groups,
        CancellationToken cancellationToken,
        string? contains = null,
        int limit = GroupDirectory.Shown
    )
    {
        if (limit is < 1 or > GroupDirectory.MostShown)
        {
            throw new InvalidInputException("limit", $"limit is 1 to {GroupDirectory.MostShown}.");
        }

        var actor = Actor.Of(user);
        var found = slos.Find(actor, slo);
        var page =
            await groups.WorstAsync(actor, found, contains, limit, cancellationToken)
            ?? throw new NotFoundException("groupBy of SLO", found.Name);
        return TypedResults.Ok(GroupsAnswer.Of(page));
    }

    private static async Task<Ok<IReadOnlyList<PartAnswer>>> PartsAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        JourneyParts parts,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        var found = await parts.OfAsync(actor, slos.Find(actor, slo), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<PartAnswer>>([.. found.Select(PartAnswer.Of)]);
    }

    /// <param name="timeZone">IANA zone of the calendar periods; UTC where null. A calendar SLO keeps its own.</param>
    private static async Task<Ok<IReadOnlyList<OtherWindowAnswer>>> WindowsAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        OtherWindows windows,
        CancellationToken cancellationToken,
        string? timeZone = null
    )
    {
        var actor = Actor.Of(user);
        var zone = RequestTime.Zone("timeZone", timeZone);
        var found = await windows.OfAsync(actor, slos.Find(actor, slo), zone, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<OtherWindowAnswer>>([.. found.Select(OtherWindowAnswer.Of)]);
    }

    private static async Task<Ok<HistoryAnswer>> HistoryAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        SloCourse courses,
        CourseCorrections corrections,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null,
        int maxPoints = 500
    )
    {
        var found = slos.Find(Actor.Of(user), slo);
        var (start, end) = RangeQuery.Of(from, to, found.Spec.Window.NominalLength, clock);
        if (maxPoints is < 1 or > MostPoints)
        {
            throw new InvalidInputException("maxPoints", $"maxPoints is 1 to {MostPoints}.");
        }

        var course = await courses.LoadAsync(
            found,
            start,
            end,
            Domain.Slos.Slo.CurrentBurn,
            maxPoints,
            cancellationToken
        );
        var corrected = await corrections.OfAsync(found, course, Domain.Slos.Slo.CurrentBurn, cancellationToken);
        var burnDown = corrected.Course.BurnDown;
        return TypedResults.Ok(HistoryAnswer.Of(burnDown, corrected.Raw(burnDown)));
    }
}
