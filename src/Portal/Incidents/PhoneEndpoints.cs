using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.OnCall;

namespace Portal.Incidents;

/// <summary>The forms of <c>/i/{n}</c>, for people who are signed in: what the full page does, without script.</summary>
internal static class PhoneEndpoints
{
    public static void MapPhone(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/i/{number:long}").ExcludeFromDescription();
        page.MapPost(
            "/acknowledge",
            Do((commands, actor, number, token) => commands.AcknowledgeAsync(actor, number, token))
        );
        page.MapPost("/mitigate", Do((commands, actor, number, token) => commands.MitigateAsync(actor, number, token)));
        page.MapPost("/resolve", Do((commands, actor, number, token) => commands.ResolveAsync(actor, number, token)));
        page.MapPost("/reopen", Do((commands, actor, number, token) => commands.ReopenAsync(actor, number, token)));
        page.MapPost("/escalate", EscalateFromPageAsync);
        page.MapPost("/snooze", SnoozeFromPageAsync);
        page.MapPost("/note", NoteAsync);
    }

    /// <param name="seen">The step that the page promised, <c>loop:step</c>: two who press at once page one step and not two.</param>
    public static async Task<string> EscalateAsync(
        IncidentCommands commands,
        Actor actor,
        long number,
        string? seen,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await commands.EscalateAsync(actor, number, cancellationToken, Position(seen));
            return PhoneWords.Escalated;
        }
        catch (DomainException)
        {
            return PhoneWords.NotEscalated;
        }
        catch (ForbiddenException)
        {
            return PhoneWords.NotAllowed;
        }
    }

    /// <param name="time">How long from now: 30m.</param>
    public static Task<string> SnoozeAsync(
        SnoozeIncident snooze,
        Actor actor,
        long number,
        string? time,
        CancellationToken token
    ) =>
        SaidAsync(
            PhoneWords.Snoozed,
            () => snooze.SnoozeAsync(actor, number, SnoozeEnd.Parse(time ?? "", null), token)
        );

    /// <summary>Antiforgery is checked by binding a form: hence the one that is not read.</summary>
    private static Delegate Do(Func<IncidentCommands, Actor, long, CancellationToken, Task> command) =>
        async (
            long number,
            IFormCollection _,
            ClaimsPrincipal user,
            IncidentCommands commands,
            CancellationToken token
        ) => await AnswerAsync(number, PhoneWords.Changed, () => command(commands, Actor.Of(user), number, token));

    private static async Task<RedirectHttpResult> EscalateFromPageAsync(
        long number,
        [FromForm] string? seen,
        ClaimsPrincipal user,
        IncidentCommands commands,
        CancellationToken token
    ) => Back(number, await EscalateAsync(commands, Actor.Of(user), number, seen, token));

    private static async Task<RedirectHttpResult> SnoozeFromPageAsync(
        long number,
        [FromForm(Name = "for")] string? time,
        ClaimsPrincipal user,
        SnoozeIncident snooze,
        CancellationToken token
    ) => Back(number, await SnoozeAsync(snooze, Actor.Of(user), number, time, token));

    private static Task<RedirectHttpResult> NoteAsync(
        long number,
        [FromForm] string? note,
        ClaimsPrincipal user,
        IncidentJournal journal,
        CancellationToken token
    ) => AnswerAsync(number, PhoneWords.Noted, () => journal.NoteAsync(Actor.Of(user), number, note ?? "", token));

    private static async Task<RedirectHttpResult> AnswerAsync(long number, string done, Func<Task> act) =>
        Back(number, await SaidAsync(done, act));

    private static async Task<string> SaidAsync(string done, Func<Task> act)
    {
        try
        {
            await act();
            return done;
        }
        catch (Exception refused) when (refused is DomainException or ConflictException or InvalidInputException)
        {
            return PhoneWords.Refused;
        }
        catch (ForbiddenException)
        {
            return PhoneWords.NotAllowed;
        }
    }

    private static RedirectHttpResult Back(long number, string said) =>
        TypedResults.LocalRedirect($"/i/{number}?said={said}");

    private static EscalationPosition? Position(string? text) =>
        text?.Split(':') is [var loop, var step]
        && int.TryParse(loop, NumberStyles.None, CultureInfo.InvariantCulture, out var turn)
        && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new(turn, place)
            : null;
}
