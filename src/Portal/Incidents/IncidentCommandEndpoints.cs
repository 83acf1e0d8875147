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

        incidents.MapSnoozeAndMerge();
        incidents.MapPost("/{number:long}/notes", NoteAsync).WithName("AddNote").WithSummary("A note on the timeline.");
        incidents
            .MapPatch("/{number:long}/notes/{note:int}", CorrectNoteAsync)
            .WithName("CorrectNote")
            .WithSummary(
                "A better version of a note of one's own (by its seq), or its pin; what it said before is kept."
            );
        incidents
            .MapPost("/{number:long}/runbook", TickAsync)
            .WithName("TickRunbook")
            .WithSummary("A step of the runbook, in its own words, is done or not.");
        incidents
            .MapPost("/{number:long}/pages", PageAsync)
            .WithName("PagePerson")
            .WithSummary("Pages one person now, whatever the policy says.");
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
        IncidentJournal journal,
        IncidentViews views,
        CancellationToken token
    ) => AnswerAsync(journal.NoteAsync(Actor.Of(user), number, request.Text ?? "", token), views, token);

    private static async Task<Ok<IncidentView>> CorrectNoteAsync(
        long number,
        int note,
        CorrectNote request,
        ClaimsPrincipal user,
        IncidentJournal journal,
        IncidentStore store,
        IncidentViews views,
        CancellationToken token
    )
    {
        var actor = Actor.Of(user);
        if (request.Text is { } text)
        {
            await journal.CorrectNoteAsync(actor, number, note, request.Seen ?? note, text, token);
        }

        if (request.Pinned is { } pinned)
        {
            await journal.PinAsync(actor, number, note, pinned, token);
        }

        return TypedResults.Ok(await views.OfAsync(await IncidentEndpoints.FindAsync(store, number, token), token));
    }

    private static Task<Ok<IncidentView>> TickAsync(
        long number,
        TickRunbook request,
        ClaimsPrincipal user,
        IncidentJournal journal,
        IncidentViews views,
        CancellationToken token
    ) =>
        AnswerAsync(
            journal.TickAsync(Actor.Of(user), number, request.Step ?? "", request.Done ?? true, token),
            views,
            token
        );

    private static Task<Ok<IncidentView>> PageAsync(
        long number,
        PagePerson request,
        ClaimsPrincipal user,
        IncidentCommands commands,
        IncidentViews views,
        CancellationToken token
    ) => AnswerAsync(commands.PageAsync(Actor.Of(user), number, request.User ?? "", token), views, token);

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
        IncidentJournal journal,
        IncidentViews views,
        CancellationToken token
    ) =>
        AnswerAsync(
            journal.SetRoleAsync(Actor.Of(user), number, request.Role ?? "", request.User ?? "", token),
            views,
            token
        );

    private static Task<Ok<IncidentView>> StampsAsync(
        long number,
        CorrectStamps request,
        ClaimsPrincipal user,
        StampCorrections stamps,
        IncidentViews views,
        CancellationToken token
    )
    {
        var corrections = request.Corrections();
        return AnswerAsync(
            stamps.CorrectAsync(Actor.Of(user), number, corrections, request.Reason ?? "", token),
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
