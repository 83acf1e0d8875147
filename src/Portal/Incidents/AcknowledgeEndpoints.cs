using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Domain;

namespace Portal.Incidents;

/// <summary>The buttons of the page behind a signed link: plain form posts, no cookie, no script, no circuit.</summary>
/// <remarks>The link is the right: it was sent to one person for one incident. Only a post changes anything; mail scanners open links.</remarks>
internal static class AcknowledgeEndpoints
{
    public static void MapAcknowledge(this IEndpointRouteBuilder routes)
    {
        // No cookie lets anybody in here, so there is none to be abused by another site.
        var link = routes.MapGroup("/a/{token}").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        link.MapPost("/acknowledge", AcknowledgeAsync);
        link.MapPost("/escalate", EscalateAsync);
        link.MapPost("/snooze", SnoozeAsync);
    }

    private static async Task<RedirectHttpResult> AcknowledgeAsync(
        string token,
        AcknowledgeLinks links,
        IncidentCommands commands,
        CancellationToken cancellationToken
    )
    {
        if (links.Read(token) is not { } link)
        {
            return TypedResults.LocalRedirect($"/a/{token}");
        }

        try
        {
            await commands.AcknowledgeAsync(link.Actor, link.Number, cancellationToken);
        }
        catch (DomainException)
        {
            // Resolved meanwhile: the page says by whom and when.
        }

        return TypedResults.LocalRedirect($"/a/{token}?said={PhoneWords.Acknowledged}");
    }

    private static async Task<RedirectHttpResult> SnoozeAsync(
        string token,
        [FromForm(Name = "for")] string? time,
        AcknowledgeLinks links,
        SnoozeIncident snooze,
        CancellationToken cancellationToken
    )
    {
        if (links.Read(token) is not { } link)
        {
            return TypedResults.LocalRedirect($"/a/{token}");
        }

        var said = await PhoneEndpoints.SnoozeAsync(snooze, link.Actor, link.Number, time, cancellationToken);
        return TypedResults.LocalRedirect($"/a/{token}?said={said}");
    }

    private static async Task<RedirectHttpResult> EscalateAsync(
        string token,
        [FromForm] string? seen,
        AcknowledgeLinks links,
        IncidentCommands commands,
        CancellationToken cancellationToken
    )
    {
        if (links.Read(token) is not { } link)
        {
            return TypedResults.LocalRedirect($"/a/{token}");
        }

        var said = await PhoneEndpoints.EscalateAsync(commands, link.Actor, link.Number, seen, cancellationToken);
        return TypedResults.LocalRedirect($"/a/{token}?said={said}");
    }
}
