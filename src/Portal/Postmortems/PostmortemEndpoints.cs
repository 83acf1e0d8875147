using System.Globalization;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Postmortems;
using Portal.Incidents;

namespace Portal.Postmortems;

internal static class PostmortemEndpoints
{
    private static readonly (string Path, string Name, string Summary, Step Step)[] Steps =
    [
        (
            "submit",
            "SubmitPostmortem",
            "Draft to review: by its author or a lead.",
            (commands, actor, id, token) => commands.SubmitAsync(actor, id, token)
        ),
        (
            "approve",
            "ApprovePostmortem",
            "By anybody but its author.",
            (commands, actor, id, token) => commands.ApproveAsync(actor, id, token)
        ),
        (
            "publish",
            "PublishPostmortem",
            "After approval: from then on only action items change.",
            (commands, actor, id, token) => commands.PublishAsync(actor, id, token)
        ),
        (
            "return",
            "ReturnPostmortem",
            "From review or approval back to its writers.",
            (commands, actor, id, token) => commands.ReturnAsync(actor, id, token)
        ),
    ];

    private delegate Task<Postmortem> Step(
        PostmortemCommands commands,
        Actor actor,
        Guid id,
        CancellationToken cancellationToken
    );

    public static void MapPostmortems(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/incidents/{number:long}/postmortem", DraftAsync)
            .WithTags("Postmortems")
            .WithName("DraftPostmortem")
            .WithSummary("Drafts the postmortem of an incident from a template, or finds the one it has.");
        routes
            .MapGet("/api/v1/postmortem-templates", Templates)
            .WithTags("Postmortems")
            .WithName("ListPostmortemTemplates")
            .WithSummary("Built-in templates and those defined here.");
        var group = routes.MapGroup("/api/v1/postmortems").WithTags("Postmortems");
        group
            .MapGet("", ListAsync)
            .WithName("ListPostmortems")
            .WithSummary("Newest incident first. state: draft, inReview, approved or published.");
        group
            .MapGet("/{id}", GetAsync)
            .WithName("GetPostmortem")
            .WithSummary("By its id, or by the number of its incident.");
        group.MapGet("/{id}.md", MarkdownAsync).WithName("GetPostmortemMarkdown").WithSummary("The whole as Markdown.");
        group
            .MapPut("/{id}", EditAsync)
            .WithName("EditPostmortem")
            .WithSummary("Changes title and sections; 409 with who and when if somebody saved meanwhile.");
        foreach (var (path, name, summary, step) in Steps)
        {
            group.MapPost($"/{{id}}/{path}", Do(step)).WithName(name).WithSummary(summary);
        }

        group.MapActionItems();
        group.MapComments();
    }

    private static Ok<TemplatePage> Templates(TemplateShelf shelf, string? after = null, int limit = KeySetPage.Usual)
    {
        var named = shelf.All.OrderBy(one => one.Name, StringComparer.Ordinal);
        var (page, next) = KeySetPage.Of(named, one => one.Name, after, limit);
        return TypedResults.Ok(new TemplatePage([.. page.Select(TemplateView.Of)], next));
    }

    private static async Task<Ok<PostmortemView>> DraftAsync(
        long number,
        ClaimsPrincipal user,
        PostmortemCommands commands,
        IClock clock,
        CancellationToken cancellationToken,
        string? template = null
    ) => Answer(await commands.DraftAsync(Actor.Of(user), number, template, cancellationToken), clock);

    private static async Task<Ok<PostmortemPage>> ListAsync(
        [AsParameters] PostmortemQuery query,
        PostmortemStore store,
        IClock clock,
        CancellationToken cancellationToken
    )
    {
        var filter = query.Filter();
        var items = await store.ListAsync(filter, Today(clock), cancellationToken);
        var next = items.Count == filter.Limit ? items[^1].Incident.ToString(CultureInfo.InvariantCulture) : null;
        return TypedResults.Ok(new PostmortemPage(items, next));
    }

    private static async Task<Ok<PostmortemView>> GetAsync(
        string id,
        PostmortemStore store,
        IClock clock,
        CancellationToken cancellationToken
    ) => Answer(await FindAsync(store, id, cancellationToken), clock);

    private static async Task<FileContentHttpResult> MarkdownAsync(
        string id,
        PostmortemStore store,
        PostmortemWording wording,
        Addresses addresses,
        CancellationToken cancellationToken
    )
    {
        var postmortem = await FindAsync(store, id, cancellationToken);
        var text = PostmortemMarkdown.Render(
            postmortem,
            wording.Of(postmortem),
            addresses.Incident(postmortem.Incident)
        );
        return TypedResults.File(
            Encoding.UTF8.GetBytes(text),
            "text/markdown; charset=utf-8",
            $"postmortem-{postmortem.Incident.ToString(CultureInfo.InvariantCulture)}.md"
        );
    }

    private static async Task<Ok<PostmortemView>> EditAsync(
        string id,
        EditPostmortem request,
        HttpRequest http,
        ClaimsPrincipal user,
        PostmortemStore store,
        PostmortemCommands commands,
        IClock clock,
        CancellationToken cancellationToken
    )
    {
        var version = request.VersionOr(http.Headers.IfMatch);
        var found = await IdAsync(store, id, cancellationToken);
        var edited = await commands.EditAsync(
            Actor.Of(user),
            found,
            version,
            request.Title,
            request.Texts(),
            cancellationToken
        );
        return Answer(edited, clock);
    }

    private static Delegate Do(Step step) =>
        async (
            string id,
            ClaimsPrincipal user,
            PostmortemStore store,
            PostmortemCommands commands,
            IClock clock,
            CancellationToken token
        ) => Answer(await step(commands, Actor.Of(user), await IdAsync(store, id, token), token), clock);

    internal static Ok<PostmortemView> Answer(Postmortem postmortem, IClock clock) =>
        TypedResults.Ok(PostmortemView.Of(postmortem, Today(clock)));

    internal static async Task<Guid> IdAsync(PostmortemStore store, string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out var known) ? known : (await FindAsync(store, id, cancellationToken)).Id;

    private static async Task<Postmortem> FindAsync(
        PostmortemStore store,
        string id,
        CancellationToken cancellationToken
    ) =>
        await store.FindAsync(PostmortemKey.Of(id), cancellationToken) ?? throw new NotFoundException("postmortem", id);

    /// <summary>An action item is late from the day after, and the API's days are in UTC.</summary>
    internal static LocalDate Today(IClock clock) => clock.GetCurrentInstant().InUtc().Date;
}
