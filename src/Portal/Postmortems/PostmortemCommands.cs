using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Manifests;

namespace Portal.Postmortems;

/// <summary>What people do with the text of postmortems. Each holds it, so that two who act at once act one after the other.</summary>
internal sealed class PostmortemCommands(
    IDbContextFactory<PortalDb> databases,
    PostmortemApproval approval,
    Authoriser authoriser,
    DraftPostmortems drafts,
    TemplateShelf templates,
    PostmortemChanges changes
)
{
    /// <summary>Drafts the postmortem of an incident, or finds the one it has.</summary>
    /// <param name="template">Null for the one in use; another one takes its place while nobody has written.</param>
    public async Task<Postmortem> DraftAsync(
        Actor actor,
        long number,
        string? template,
        CancellationToken cancellationToken
    )
    {
        var chosen = template is null ? null : templates.Get(template);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var incident =
            await IncidentStore.LockAsync(work, number, cancellationToken)
            ?? throw new NotFoundException("incident", $"#{number}");
        authoriser.Demand(actor, Role.Responder, incident.Team, "draft postmortems");
        var postmortem = await PostmortemStore.OfIncidentAsync(work, incident.Id, cancellationToken);
        var before = postmortem?.Template;
        if (postmortem is null && incident.MergedInto is { } into)
        {
            throw new Domain.DomainException($"#{number} is part of #{into}, whose postmortem is for both.");
        }

        if (postmortem is null)
        {
            var from = chosen ?? templates.Default;
            postmortem = await drafts.DraftAsync(work, incident, from, actor.Name, PersonOf(actor), cancellationToken);
        }
        else if (chosen is not null && chosen.Name != postmortem.Template)
        {
            await drafts.RedraftAsync(work, incident, postmortem, chosen, actor.Name, cancellationToken);
        }

        if (postmortem.Template is var after && after != before)
        {
            await PostmortemChanges.AuditAsync(work, actor, "drafted", postmortem, before, after, cancellationToken);
        }

        await work.CommitAsync(cancellationToken);
        return postmortem;
    }

    /// <param name="version">The one that the writer saw.</param>
    public Task<Postmortem> EditAsync(
        Actor actor,
        Guid id,
        int version,
        string? title,
        IReadOnlyList<SectionText> sections,
        CancellationToken cancellationToken
    ) =>
        changes.MakeAsync(
            id,
            async (work, postmortem) =>
            {
                authoriser.Demand(actor, Role.Responder, postmortem.Team, "write postmortems");
                TextLimits.Check(postmortem, title, sections);
                var before = Texts(postmortem);
                postmortem.Edit(version, title, sections, actor.Name, work.Now);
                var after = Texts(postmortem);
                var changed = after.Where(one => before.GetValueOrDefault(one.Key) != one.Value).ToList();
                if (changed.Count > 0)
                {
                    var was = changed.ToDictionary(
                        one => one.Key,
                        one => before.GetValueOrDefault(one.Key),
                        StringComparer.Ordinal
                    );
                    var now = changed.ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
                    await PostmortemChanges.AuditAsync(work, actor, "edited", postmortem, was, now, cancellationToken);
                }
            },
            cancellationToken
        );

    /// <summary>By its author, or by a lead.</summary>
    public Task<Postmortem> SubmitAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        StepAsync(
            actor,
            id,
            "submitted",
            (work, postmortem) =>
            {
                DemandAuthorOrLead(actor, postmortem, "submit");
                postmortem.Submit(actor.Name, work.Now);
            },
            cancellationToken
        );

    /// <summary>By somebody of the team, but for its author.</summary>
    public Task<Postmortem> ApproveAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        StepAsync(
            actor,
            id,
            "approved",
            (work, postmortem) =>
            {
                approval.Demand(actor, postmortem);
                postmortem.Approve(actor.Name, approval.IsAlone(actor, postmortem), work.Now);
            },
            cancellationToken
        );

    public Task<Postmortem> PublishAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        StepAsync(
            actor,
            id,
            "published",
            (work, postmortem) =>
            {
                DemandAuthorOrLead(actor, postmortem, "publish");
                postmortem.Publish(actor.Name, work.Now);
            },
            cancellationToken
        );

    /// <summary>Back to its writers; whoever may approve may also ask for changes.</summary>
    public Task<Postmortem> ReturnAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        StepAsync(
            actor,
            id,
            "returned",
            (work, postmortem) =>
            {
                DemandAuthorOrApprover(actor, postmortem);
                postmortem.Return(actor.Name, work.Now);
            },
            cancellationToken
        );

    public Task<Postmortem> CommentAsync(
        Actor actor,
        Guid id,
        string? section,
        string text,
        CancellationToken cancellationToken
    ) =>
        changes.MakeAsync(
            id,
            async (work, postmortem) =>
            {
                authoriser.Demand(actor, Role.Viewer, postmortem.Team, "comment on postmortems");
                TextLimits.CheckComment(text);
                var said = postmortem.Comment(section, actor.Name, text, work.Now);
                var after = new { said.Section, said.Text };
                await PostmortemChanges.AuditAsync(
                    work,
                    actor,
                    "commented",
                    postmortem,
                    null,
                    after,
                    cancellationToken
                );
            },
            cancellationToken
        );

    public Task<Postmortem> SettleAsync(Actor actor, Guid id, Guid comment, CancellationToken cancellationToken) =>
        changes.MakeAsync(
            id,
            async (work, postmortem) =>
            {
                authoriser.Demand(actor, Role.Viewer, postmortem.Team, "settle comments");
                var found =
                    postmortem.Comments.FirstOrDefault(one => one.Id == comment)
                    ?? throw new NotFoundException("comment", comment.ToString());
                postmortem.Settle(found, actor.Name, work.Now);
                await PostmortemChanges.AuditAsync(
                    work,
                    actor,
                    "settled",
                    postmortem,
                    null,
                    new { found.Text },
                    cancellationToken
                );
            },
            cancellationToken
        );

    private void DemandAuthorOrLead(Actor actor, Postmortem postmortem, string verb)
    {
        var needed = actor.Name == postmortem.Author ? Role.Viewer : Role.Lead;
        authoriser.Demand(
            actor,
            needed,
            postmortem.Team,
            $"{verb} a postmortem that {postmortem.Author ?? "nobody"} wrote"
        );
    }

    private void DemandAuthorOrApprover(Actor actor, Postmortem postmortem)
    {
        if (actor.Name != postmortem.Author)
        {
            approval.Demand(actor, postmortem);
        }
    }

    private static string? PersonOf(Actor actor) =>
        actor.Kind is ActorKind.Person or ActorKind.Token ? actor.Name : null;

    private Task<Postmortem> StepAsync(
        Actor actor,
        Guid id,
        string action,
        Action<UnitOfWork, Postmortem> step,
        CancellationToken cancellationToken
    ) =>
        changes.MakeAsync(
            id,
            async (work, postmortem) =>
            {
                var before = new { State = Words.Of(postmortem.State) };
                step(work, postmortem);
                var after = new { State = Words.Of(postmortem.State), postmortem.Version };
                await PostmortemChanges.AuditAsync(work, actor, action, postmortem, before, after, cancellationToken);
            },
            cancellationToken
        );

    private static Dictionary<string, string> Texts(Postmortem postmortem) =>
        postmortem.Sections.ToDictionary(section => section.Title, section => section.Text, StringComparer.Ordinal);
}
