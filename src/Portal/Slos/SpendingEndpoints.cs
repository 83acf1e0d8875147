using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Access;
using Portal.Slos.Reading;

namespace Portal.Slos;

/// <summary>Where a budget went, and when.</summary>
internal static class SpendingEndpoints
{
    public static void MapSpending(this RouteGroupBuilder slos)
    {
        slos.MapGet("/{slo}/spending", SpendingAsync)
            .WithName("GetSloSpending")
            .WithSummary(
                "What spent the budget over the window or a range: incidents, deployments and, asked of the backend, label values. Shares add up to 1."
            );
        slos.MapGet("/{slo}/drops", DropsAsync)
            .WithName("GetSloDrops")
            .WithSummary(
                "The times in the window at which most of the budget went, at least 1 % each, the costliest first."
            );
    }

    /// <param name="from">RFC 3339; a window before its end where null.</param>
    /// <param name="to">RFC 3339; now where null.</param>
    /// <param name="by">A label, or * for the one that tells most; null to ask no backend.</param>
    private static async Task<Ok<SpendingAnswer>> SpendingAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        BudgetSpending spending,
        FindWorst worst,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null,
        string? by = null
    )
    {
        var actor = Actor.Of(user);
        var found = slos.Find(actor, slo);
        var range =
            from is null && to is null
                ? (Interval?)null
                : Range(RangeQuery.Of(from, to, found.Spec.Window.NominalLength, clock));
        var spent = await spending.OfAsync(actor, found, range, cancellationToken);
        var values =
            by is null || spent.Range.Duration == Duration.Zero
                ? null
                : await worst.AskAsync(actor, found.Spec, spent.Range, by == "*" ? null : by, cancellationToken);
        return TypedResults.Ok(SpendingAnswer.Of(spent, values));
    }

    private static async Task<Ok<IReadOnlyList<SpendingAnswer>>> DropsAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        FindDrops drops,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        var found = await drops.OfAsync(actor, slos.Find(actor, slo), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<SpendingAnswer>>([.. found.Select(one => SpendingAnswer.Of(one, null))]);
    }

    private static Interval Range((Instant From, Instant To) range) => new(range.From, range.To);
}
