using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Access;

namespace Portal.Postmortems;

/// <summary>Action items and comments; each call answers with the postmortem as it then is.</summary>
internal static class ActionItemEndpoints
{
    public static void MapActionItems(this RouteGroupBuilder group)
    {
        group
            .MapPost("/{id}/action-items", AddAsync)
            .WithName("AddActionItem")
            .WithSummary("Promises a change; also after publication.");
        group
            .MapPut("/{id}/action-items/{item:guid}", ChangeAsync)
            .WithName("ChangeActionItem")
            .WithSummary("Changes it; done=true finishes it, done=false opens it again.");
        group
            .MapDelete("/{id}/action-items/{item:guid}", DropAsync)
            .WithName("DropActionItem")
            .WithSummary("Takes it back, before publication.");
    }

    public static void MapComments(this RouteGroupBuilder group)
    {
        group
            .MapPost("/{id}/comments", CommentAsync)
            .WithName("CommentPostmortem")
            .WithSummary("A comment on a section, or on the whole.");
        group
            .MapPost("/{id}/comments/{comment:guid}/settle", SettleAsync)
            .WithName("SettleComment")
            .WithSummary("It is answered.");
    }

    private static async Task<Ok<PostmortemView>> AddAsync(
        string id,
        SetActionItem request,
        ClaimsPrincipal user,
        PostmortemStore store,
        ActionItemCommands commands,
        IClock clock,
        CancellationToken token
    )
    {
        var found = await PostmortemEndpoints.IdAsync(store, id, token);
        var changed = await commands.AddAsync(Actor.Of(user), found, request.Promise(), token);
        return PostmortemEndpoints.Answer(changed, clock);
    }

    private static async Task<Ok<PostmortemView>> ChangeAsync(
        string id,
        Guid item,
        SetActionItem request,
        ClaimsPrincipal user,
        PostmortemStore store,
        ActionItemCommands commands,
        IClock clock,
        CancellationToken token
    )
    {
        var found = await PostmortemEndpoints.IdAsync(store, id, token);
        var actor = Actor.Of(user);
        var changed = await commands.ChangeAsync(actor, found, item, request.Promise(), request.Done, token);
        return PostmortemEndpoints.Answer(changed, clock);
    }

    private static async Task<Ok<PostmortemView>> DropAsync(
        string id,
        Guid item,
        ClaimsPrincipal user,
        PostmortemStore store,
        ActionItemCommands commands,
        IClock clock,
        CancellationToken token
    )
    {
        var found = await PostmortemEndpoints.IdAsync(store, id, token);
        return PostmortemEndpoints.Answer(await commands.DropAsync(Actor.Of(user), found, item, token), clock);
    }

    private static async Task<Ok<PostmortemView>> CommentAsync(
        string id,
        AddComment request,
        ClaimsPrincipal user,
        PostmortemStore store,
        PostmortemCommands commands,
        IClock clock,
        CancellationToken token
    )
    {
        var found = await PostmortemEndpoints.IdAsync(store, id, token);
        var actor = Actor.Of(user);
        var changed = await commands.CommentAsync(actor, found, request.Section, request.Text ?? "", token);
        return PostmortemEndpoints.Answer(changed, clock);
    }

    private static async Task<Ok<PostmortemView>> SettleAsync(
        string id,
        Guid comment,
        ClaimsPrincipal user,
        PostmortemStore store,
        PostmortemCommands commands,
        IClock clock,
        CancellationToken token
    )
    {
        var found = await PostmortemEndpoints.IdAsync(store, id, token);
        return PostmortemEndpoints.Answer(await commands.SettleAsync(Actor.Of(user), found, comment, token), clock);
    }
}
