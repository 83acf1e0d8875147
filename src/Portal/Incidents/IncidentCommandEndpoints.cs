using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>What can be done to an incident; each answers with the incident as it then is, or 409 with who was first and when.</summary>
internal static class IncidentCommandEndpoints
{
    private static readonly (string Path, string Name, string Summary, Command Command)[] Plain =
    [
        (
            "acknowledge",
            "AcknowledgeIncident",
            "The caller has it; paging stops. A second one is recorded, the first counts.",
            (commands, actor, number, token) => commands.AcknowledgeAsync(actor, number, token)
        ),
        (
            "mitigate",
            "MitigateIncident",
            "Users no longer notice.",
            (commands, actor, number, token) => commands.MitigateAsync(actor, number, token)
        ),
        (
            "resolve",
            "ResolveIncident",
            "It is over; everybody who was paged hears so.",
            (commands, actor, number, token) => commands.ResolveAsync(actor, number, token)
        ),
        (
            "reopen",
            "ReopenIncident",
            "The resolve was too early.",
            (commands, actor, number, token) => commands.ReopenAsync(actor, number, token)
        ),
        (
            "escalate",
            "EscalateIncident",
            "Pages the next step of the policy now.",
            (commands, actor, number, token) => commands.EscalateAsync(actor, number, token)
        ),
    ];

    private delegate Task<Incident> Command(
        IncidentCommands commands,
        Actor actor,
        long number,
        CancellationToken cancellationToken
    );

    public static void MapIncidentCommands(this RouteGroupBuilder incidents)
    {
        foreach (var (path, name, summary, command) in Plain)
        {
            incidents.MapPost($"/{{number:long}}/{path}", Do(command)).WithName(name).WithSummary(summary);
        }

        incidents.MapPost("/{number:long}/notes", NoteAsync).WithName("AddNote").WithSummary("A note on the timeline.");
        incidents
            .MapPost("/{number:long}/severity", SeverityAsync)
            .WithName("SetSeverity")
            .WithSummary("Raised to critical, it pages.");
        incidents
            .MapPost("/{number:long}/roles", RoleAsync)
            .WithName("SetRole")
            .WithSummary("Who is commander, scribe, …");
        incidents
            .MapPatch("/{number:long}/stamps", StampsAsync)
            .WithName("CorrectStamps")
            .WithSummary("Corrects the five times, with a reason; old values are kept.");
    }

    private static Delegate Do(Command command) =>
        (long number, ClaimsPrincipal user, IncidentCommands commands, IncidentViews views, CancellationToken token) =>
            AnswerAsync(command(commands, Actor.Of(user), number, token), views, token);

    private static Task<Ok<IncidentView>> NoteAsync(
        long number,
        AddNote request,
        ClaimsPrincipal user,
        IncidentCommands commands,
        IncidentViews views,
        CancellationToken token
    ) => AnswerAsync(commands.NoteAsync(Actor.Of(user), number, request.Text ?? "", token), views, token);

    private static Task<Ok<IncidentView>> SeverityAsync(
        long number,
        SetSeverity request,
        ClaimsPrincipal user,
        IncidentCommands commands,
        IncidentViews views,
        CancellationToken token
    )
    {
        var severity = IncidentEndpoints.SeverityOf(request.Severity);
        return AnswerAsync(commands.SetSeverityAsync(Actor.Of(user), number, severity, token), views, token);
    }

    private static Task<Ok<IncidentView>> RoleAsync(
        long number,
        SetRole request,
        ClaimsPrincipal user,
        IncidentCommands commands,
        IncidentViews views,
        CancellationToken token
    ) =>
        AnswerAsync(
            commands.SetRoleAsync(Actor.Of(user), number, request.Role ?? "", request.User ?? "", token),
            views,
            token
        );

    private static Task<Ok<IncidentView>> StampsAsync(
        long number,
        CorrectStamps request,
        ClaimsPrincipal user,
        IncidentCommands commands,
        IncidentViews views,
        CancellationToken token
    )
    {
        var corrections = request.Corrections();
        return AnswerAsync(
            commands.CorrectAsync(Actor.Of(user), number, corrections, request.Reason ?? "", token),
            views,
            token
        );
    }

    private static async Task<Ok<IncidentView>> AnswerAsync(
        Task<Incident> change,
        IncidentViews views,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await views.OfAsync(await change, cancellationToken));
}
