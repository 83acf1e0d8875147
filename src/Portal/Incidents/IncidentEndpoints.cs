using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Manifests;

namespace Portal.Incidents;

internal static class IncidentEndpoints
{
    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup("/api/v1/incidents").WithTags("Incidents");
        incidents
            .MapGet("", ListAsync)
            .WithName("ListIncidents")
            .WithSummary(
                "Newest first. state: open, triggered, acknowledged, mitigated or resolved; from and to by detection."
            );
        incidents
            .MapGet("/{number:long}", GetAsync)
            .WithName("GetIncident")
            .WithSummary("One incident with its alerts and roles.");
        incidents
            .MapGet("/{number:long}/timeline", TimelineAsync)
            .WithName("GetTimeline")
            .WithSummary("Everything that happened, in its one order.");
        incidents
            .MapPost("", OpenAsync)
            .WithName("DeclareIncident")
            .WithSummary("Declares an incident by hand; a critical one pages.");
        incidents.MapIncidentCommands();
        routes
            .MapPost("/api/v1/deployments", DeployAsync)
            .WithTags("Incidents")
            .WithName("RecordDeployment")
            .WithSummary("A mark on the charts and open incidents of a service.");
    }

    private static async Task<Ok<IncidentPage>> ListAsync(
        [AsParameters] IncidentQuery query,
        IncidentStore store,
        IncidentViews views,
        CancellationToken cancellationToken
    )
    {
        var filter = query.Filter();
        var found = await store.ListAsync(filter, cancellationToken);
        var items = new List<IncidentView>(found.Count);
        foreach (var incident in found)
        {
            items.Add(await views.OfAsync(incident, cancellationToken));
        }

        var next = found.Count == filter.Limit ? found[^1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new IncidentPage(items, next));
    }

    private static async Task<Ok<IncidentView>> GetAsync(
        long number,
        IncidentStore store,
        IncidentViews views,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await views.OfAsync(await FindAsync(store, number, cancellationToken), cancellationToken));

    private static async Task<Ok<IReadOnlyList<TimelineItem>>> TimelineAsync(
        long number,
        IncidentStore store,
        CancellationToken cancellationToken
    )
    {
        var incident = await FindAsync(store, number, cancellationToken);
        var entries = await store.TimelineAsync(incident.Id, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<TimelineItem>>([.. entries.Select(TimelineItem.Of)]);
    }

    private static async Task<Ok<IncidentView>> OpenAsync(
        DeclareIncident request,
        ClaimsPrincipal user,
        IncidentCommands commands,
        IncidentViews views,
        CancellationToken cancellationToken
    )
    {
        var severity = SeverityOf(request.Severity ?? "critical");
        var incident = await commands.OpenAsync(
            Actor.Of(user),
            request.Title ?? "",
            severity,
            request.Service,
            cancellationToken
        );
        return TypedResults.Ok(await views.OfAsync(incident, cancellationToken));
    }

    private static async Task<Ok<Deployment>> DeployAsync(
        RecordDeployment request,
        ClaimsPrincipal user,
        Deployments deployments,
        CancellationToken cancellationToken
    ) =>
        TypedResults.Ok(
            await deployments.RecordAsync(
                Actor.Of(user),
                request.Service ?? "",
                request.Version ?? "",
                request.At is { } at ? RequestTime.Read("at", at) : null,
                request.Url,
                cancellationToken
            )
        );

    internal static async Task<Incident> FindAsync(
        IncidentStore store,
        long number,
        CancellationToken cancellationToken
    ) => await store.FindAsync(number, cancellationToken) ?? throw new NotFoundException("incident", $"#{number}");

    internal static Severity SeverityOf(string? word) =>
        Words.TryParse<Severity>(word ?? "", out var severity)
            ? severity
            : throw new InvalidInputException(
                "severity",
                $"{word} is no severity: use critical, high, warning or info."
            );
}

internal sealed record AddNote(string? Text);

/// <param name="Seen">The seq of the version that is corrected; the note itself when it was never corrected.</param>
internal sealed record CorrectNote(string? Text = null, int? Seen = null, bool? Pinned = null);

internal sealed record TickRunbook(string? Step = null, bool? Done = null);

internal sealed record PagePerson(string? User);

internal sealed record SetSeverity(string? Severity);

internal sealed record SetRole(string? Role, string? User);

internal sealed record DeclareIncident(string? Title = null, string? Severity = null, string? Service = null);

internal sealed record RecordDeployment(
    string? Service = null,
    string? Version = null,
    string? At = null,
    string? Url = null
);

internal sealed record CorrectStamps(
    string? ImpactStart = null,
    string? Detected = null,
    string? Acknowledged = null,
    string? Mitigated = null,
    string? Resolved = null,
    string? Reason = null
)
{
    /// <summary>In the order of the stamps, so that a later one is judged beside the earlier ones' new times.</summary>
    public IReadOnlyList<(Stamp, Instant)> Corrections()
    {
        var given = new (Stamp Stamp, string Field, string? Text)[]
        {
            (Stamp.ImpactStart, "impactStart", ImpactStart),
            (Stamp.Detected, "detected", Detected),
            (Stamp.Acknowledged, "acknowledged", Acknowledged),
            (Stamp.Mitigated, "mitigated", Mitigated),
            (Stamp.Resolved, "resolved", Resolved),
        };
        return
        [
            .. given
                .Where(one => one.Text is not null)
                .Select(one => (one.Stamp, RequestTime.Read(one.Field, one.Text!))),
        ];
    }
}

/// <param name="State">open, triggered, acknowledged, mitigated or resolved.</param>
/// <param name="After">The number of the last incident of the page before.</param>
internal sealed record IncidentQuery(
    string? State = null,
    string? Team = null,
    string? Service = null,
    string? Severity = null,
    string? From = null,
    string? To = null,
    long? After = null,
    int Limit = 50
)
{
    public IncidentFilter Filter()
    {
        IncidentStateFilter? state = null;
        if (State is not null)
        {
            state = Words.TryParse<IncidentStateFilter>(State, out var word)
                ? word
                : throw new InvalidInputException(
                    "state",
                    $"{State} is no state: use open, triggered, acknowledged, mitigated or resolved."
                );
        }

        return new(
            state,
            Team,
            Service,
            Severity is null ? null : IncidentEndpoints.SeverityOf(Severity),
            From is null ? null : RequestTime.Read("from", From),
            To is null ? null : RequestTime.Read("to", To),
            After,
            Math.Clamp(Limit, 1, 200)
        );
    }
}
