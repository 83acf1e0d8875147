using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Manifests;
using Portal.Slos.Measuring;
using Portal.Slos.Preview;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos;

/// <summary>What pages draw of an SLO, and what can be done to one beside editing its manifest.</summary>
internal static class SloCommandEndpoints
{
    private const int LargestBody = 256 * 1024;

    public static void MapChartsAndCommands(this RouteGroupBuilder slos)
    {
        slos.MapGet("/{slo}/charts/budget", BudgetChartAsync)
            .WithName("GetSloBudgetChart")
            .WithSummary("What is left of the budget, with incidents and deployments of the service.");
        slos.MapGet("/{slo}/charts/burn", BurnChartAsync)
            .WithName("GetSloBurnChart")
            .WithSummary("Burn rates with the lines above which alerts fire.");
        slos.MapPost("/{slo}/backfill/cancel", CancelAsync)
            .WithName("CancelSloBackfill")
            .WithSummary("Stops measuring the past of an SLO; needs the role lead.");
        slos.MapPost("/{slo}/backfill/resume", ResumeAsync)
            .WithName("ResumeSloBackfill")
            .WithSummary("Goes on measuring the past of an SLO; needs the role lead.");
        slos.MapPost("/preview", PreviewAsync)
            .WithName("PreviewSlo")
            .WithSummary("How an unsaved SLO would stand, and what its alerts would have sent. Takes a manifest.")
            .TakesManifests()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody));
    }

    private static async Task<IResult> BudgetChartAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        SloCharts charts,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null,
        string? range = null
    )
    {
        var actor = Actor.Of(user);
        var found = slos.Find(actor, slo);
        var (start, end) = RangeQuery.Of(from, to, RangeQuery.Length(range, Duration.FromDays(30)), clock);
        return TypedResults.Json(await charts.BudgetAsync(actor, found, start, end, cancellationToken), ChartData.Json);
    }

    private static async Task<IResult> BurnChartAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        SloCharts charts,
        IClock clock,
        CancellationToken cancellationToken,
        string? from = null,
        string? to = null,
        string? range = null
    )
    {
        var actor = Actor.Of(user);
        var found = slos.Find(actor, slo);
        var (start, end) = RangeQuery.Of(from, to, RangeQuery.Length(range, Duration.FromDays(1)), clock);
        return TypedResults.Json(await charts.BurnAsync(actor, found, start, end, cancellationToken), ChartData.Json);
    }

    private static async Task<NoContent> CancelAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        SteerBackfill backfill,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        await backfill.CancelAsync(actor, slos.Find(actor, slo), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ResumeAsync(
        string slo,
        ClaimsPrincipal user,
        SloDirectory slos,
        SteerBackfill backfill,
        CancellationToken cancellationToken
    )
    {
        var actor = Actor.Of(user);
        await backfill.ResumeAsync(actor, slos.Find(actor, slo), cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Judged as applying it would judge it, with the same messages and the same rights.</summary>
    private static async Task<Ok<PreviewAnswer>> PreviewAsync(
        HttpRequest request,
        ClaimsPrincipal user,
        ManifestApplier applier,
        PreviewSlo preview,
        CancellationToken cancellationToken,
        string? range = null
    )
    {
        var actor = Actor.Of(user);
        var body = await ManifestBody.ReadAsync(request, cancellationToken);
        var document = SloDraft.Read(body);
        (await applier.ApplyAsync(actor, [document], dryRun: true, cancellationToken)).ThrowIfInvalid();
        var length = RangeQuery.Length(range, PreviewSlo.DefaultRange);
        if (length < PreviewSlo.ShortestRange || length > PreviewSlo.LongestRange)
        {
            throw new InvalidInputException("range", $"{range} is no range: write 1h to 90d, such as 7d or 30d.");
        }

        var slo = SloDraft.Slo(SloDraft.Read(body))!;
        var history = await preview.AskAsync(actor, slo, length, cancellationToken);
        return TypedResults.Ok(PreviewAnswer.Of(history, slo));
    }
}
