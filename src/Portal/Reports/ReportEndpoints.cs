using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Data;
using Portal.Domain.Reports;
using Portal.Manifests;

namespace Portal.Reports;

internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/api/v1/reports").WithTags("Reports");
        reports
            .MapGet("/response-times", ResponseTimesAsync)
            .WithName("ReportResponseTimes")
            .WithSummary(
                "Times to acknowledge, resolve, detect and mitigate in seconds, by team, service or severity."
            );
        reports
            .MapGet("/response-times.csv", ResponseTimesCsvAsync)
            .WithName("ReportResponseTimesCsv")
            .WithSummary("The incidents behind it, one line each.");
        reports
            .MapGet("/alert-quality", AlertQualityAsync)
            .WithName("ReportAlertQuality")
            .WithSummary("Per rule: fired, paged, acknowledged, actionable share, flaps, never acted on.");
    }

    private static async Task<Ok<ResponseTimesView>> ResponseTimesAsync(
        ReportStore store,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null,
        string? groupBy = null
    )
    {
        var grouping = GroupingOf(groupBy);
        var period = ReportPeriod.Of(from, to, clock.GetCurrentInstant());
        var incidents = await store.IncidentsAsync(period, null, cancellationToken);
        var groups = ResponseReport.By(grouping, incidents);
        return TypedResults.Ok(
            new ResponseTimesView(period.Start, period.End, [.. groups.Select(ResponseGroupView.Of)])
        );
    }

    private static async Task<FileContentHttpResult> ResponseTimesCsvAsync(
        ReportStore store,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null
    )
    {
        var period = ReportPeriod.Of(from, to, clock.GetCurrentInstant());
        var text = ReportCsv.Write(await store.IncidentsAsync(period, null, cancellationToken));
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", "response-times.csv");
    }

    private static async Task<Ok<AlertQualityReport>> AlertQualityAsync(
        AlertQualityStore store,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null
    )
    {
        var period = ReportPeriod.Of(from, to, clock.GetCurrentInstant());
        var quality = await store.ListAsync(period, null, cancellationToken);
        return TypedResults.Ok(
            new AlertQualityReport(period.Start, period.End, [.. quality.Select(AlertQualityView.Of)])
        );
    }

    private static ReportGrouping GroupingOf(string? word) =>
        word is null ? ReportGrouping.Severity
        : Words.TryParse<ReportGrouping>(word, out var grouping) ? grouping
        : throw new InvalidInputException("groupBy", $"{word} is no grouping: use team, service or severity.");
}
