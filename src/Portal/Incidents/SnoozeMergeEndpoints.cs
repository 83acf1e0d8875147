using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Data;

namespace Portal.Incidents;

/// <summary>Quiet until a time, and part of another incident.</summary>
internal static class SnoozeMergeEndpoints
{
    public static void MapSnoozeAndMerge(this RouteGroupBuilder incidents)
    {
        incidents
            .MapPost("/{number:long}/snooze", SnoozeAsync)
            .WithName("SnoozeIncident")
            .WithSummary(
                "The caller has it and nobody is paged until then; still open, it pages again from the first step. for (30m) or until (RFC 3339), one minute to seven days from now."
            );
        incidents
            .MapPost("/{number:long}/merge", MergeAsync)
            .WithName("MergeIncident")
            .WithSummary(
                "It becomes part of the open incident whose number is into: closed, its alerts go on there, and it is in no report. Answers with the merged one."
            );
    }

    private static async Task<Ok<IncidentView>> SnoozeAsync(
        long number,
        SnoozeRequest request,
        ClaimsPrincipal user,
        SnoozeIncident snooze,
        IncidentViews views,
        CancellationToken token
    )
    {
        var end = SnoozeEnd.Parse(request.For, request.Until);
        var incident = await snooze.SnoozeAsync(Actor.Of(user), number, end, token);
        return TypedResults.Ok(await views.OfAsync(incident, token));
    }

    private static async Task<Ok<IncidentView>> MergeAsync(
        long number,
        MergeRequest request,
        ClaimsPrincipal user,
        MergeIncidents merge,
        IncidentViews views,
        CancellationToken token
    )
    {
        var into =
            request.Into
            ?? throw new InvalidInputException("into", "Name the incident that goes on by its number: into: 41.");
        var incident = await merge.MergeAsync(Actor.Of(user), number, into, token);
        return TypedResults.Ok(await views.OfAsync(incident, token));
    }
}

/// <param name="For">How long from now: 30m.</param>
/// <param name="Until">Or until when, as RFC 3339; exactly one of the two.</param>
internal sealed record SnoozeRequest(string? For, string? Until);

/// <param name="Into">The number of the incident that goes on.</param>
internal sealed record MergeRequest(long? Into);
