using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Agreements;

internal static class AgreementEndpoints
{
    public static void MapAgreements(this IEndpointRouteBuilder routes)
    {
        var agreements = routes.MapGroup("/api/v1/agreements").WithTags("SLOs");
        agreements
            .MapGet("", List)
            .WithName("ListAgreements")
            .WithSummary("Service level agreements by name: what is owed, and the credits below it.");
        agreements
            .MapGet("/{agreement}/months", MonthsAsync)
            .WithName("GetAgreementMonths")
            .WithSummary("Availability, minutes of breach and credit by calendar month, the newest first.");
    }

    private static Ok<IReadOnlyList<AgreementAnswer>> List(ClaimsPrincipal user, AgreementMonths months) =>
        TypedResults.Ok<IReadOnlyList<AgreementAnswer>>([.. months.All(Actor.Of(user)).Select(AgreementAnswer.Of)]);

    /// <param name="limit">Months, 1 to 36.</param>
    private static async Task<Ok<IReadOnlyList<MonthAnswer>>> MonthsAsync(
        string agreement,
        ClaimsPrincipal user,
        AgreementMonths months,
        CancellationToken cancellationToken,
        int limit = 12
    )
    {
        if (limit is < 1 or > AgreementMonths.MostMonths)
        {
            throw new InvalidInputException("limit", $"limit is 1 to {AgreementMonths.MostMonths}.");
        }

        var actor = Actor.Of(user);
        var found = await months.OfAsync(actor, months.Find(actor, agreement), limit, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<MonthAnswer>>([.. found.Select(MonthAnswer.Of)]);
    }
}

internal sealed record AgreementAnswer(
    string Name,
    string Slo,
    string Objective,
    string TimeZone,
    string? Customer,
    IReadOnlyList<CreditAnswer> Credits
)
{
    public static AgreementAnswer Of(Definition<ServiceLevelAgreement> agreement) =>
        new(
            agreement.Name,
            agreement.Spec.Slo,
            Ratios.Text(agreement.Spec.Objective.Value),
            agreement.Spec.Window.ZoneId,
            agreement.Spec.Customer,
            [
                .. agreement.Spec.Credits.Select(band => new CreditAnswer(
                    Ratios.Text(band.Below),
                    Ratios.Text(band.Credit)
                )),
            ]
        );
}

internal sealed record CreditAnswer(string Below, string Credit);

/// <param name="Availability">Null where fewer than 9 of 10 slices are measured.</param>
/// <param name="BreachMinutes">Minutes of complete outage beyond what is allowed.</param>
/// <param name="Credit">Share of the fee; null where the availability is not known.</param>
/// <param name="Complete">Whether the month is over.</param>
internal sealed record MonthAnswer(
    RangeAnswer Range,
    string Objective,
    string? Availability,
    decimal Bad,
    decimal Total,
    decimal BreachMinutes,
    string? Credit,
    string Coverage,
    bool Complete
)
{
    public static MonthAnswer Of(AgreementMonth month) =>
        new(
            RangeAnswer.Of(month.Range),
            Ratios.Text(month.Objective.Value),
            Ratios.Text(month.Availability),
            month.Sums.Bad.Plain(),
            month.Sums.Total.Plain(),
            month.BreachMinutes.Plain(),
            Ratios.Text(month.Credit),
            Ratios.Text(month.Sums.Coverage),
            month.IsComplete
        );
}
