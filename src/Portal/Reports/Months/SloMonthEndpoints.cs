using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using NodaTime.Text;
using Portal.Access;

namespace Portal.Reports.Months;

internal static class SloMonthEndpoints
{
    public static void MapSloMonths(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/api/v1/reports").WithTags("Reports");
        reports
            .MapGet("/slos", GetAsync)
            .WithName("ReportSlos")
            .WithSummary("How the SLOs of a month stood at its end: as it was frozen, and as it would be today.");
        reports.MapGet("/slos.csv", CsvAsync).WithName("ReportSlosCsv").WithSummary("The same, one line for each SLO.");
    }

    /// <param name="month">2026-10; the present month unless told. By the calendar of Portal:Reports:TimeZone.</param>
    private static async Task<Ok<SloMonthAnswer>> GetAsync(
        ClaimsPrincipal user,
        SloMonths months,
        MonthNumbers numbers,
        IClock clock,
        CancellationToken cancellationToken,
        string? month = null,
        string? team = null
    )
    {
        var asked = ReportPeriod.MonthOf(month, clock.GetCurrentInstant(), numbers.Zone);
        var report = await months.OfAsync(Actor.Of(user), asked, team, cancellationToken);
        return TypedResults.Ok(SloMonthAnswer.Of(report));
    }

    /// <param name="month">2026-10; the present month unless told. By the calendar of Portal:Reports:TimeZone.</param>
    private static async Task<FileContentHttpResult> CsvAsync(
        ClaimsPrincipal user,
        SloMonths months,
        MonthNumbers numbers,
        IClock clock,
        CancellationToken cancellationToken,
        string? month = null,
        string? team = null
    )
    {
        var asked = ReportPeriod.MonthOf(month, clock.GetCurrentInstant(), numbers.Zone);
        var report = await months.OfAsync(Actor.Of(user), asked, team, cancellationToken);
        return TypedResults.File(
            Encoding.UTF8.GetBytes(SloMonthCsv.Write(report)),
            "text/csv; charset=utf-8",
            $"slos-{YearMonthPattern.Iso.Format(asked)}.csv"
        );
    }
}
