using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Access;
using Portal.Domain;

namespace Portal.Incidents;

/// <summary>The button of the phone page: a plain form post with the signed link, no cookie, no script, no circuit.</summary>
/// <remarks>The link is the right: it was sent to one person for one incident. Only the post changes anything; mail scanners open links.</remarks>
internal static class AcknowledgeEndpoints
{
    public static void MapAcknowledge(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/a/{token}/acknowledge", AcknowledgeAsync)
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription();

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
            await commands.AcknowledgeAsync(new Actor(link.User, ActorKind.Link), link.Number, cancellationToken);
        }
        catch (DomainException)
        {
            // Resolved meanwhile: the page says by whom and when.
        }

        return TypedResults.LocalRedirect($"/a/{token}?done=true");
    }
}
