using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Manifests;
using Portal.Postmortems;

namespace Portal.Demo;

/// <summary>Writes what was learned from a past incident: the portal's draft, and what people made of it.</summary>
internal sealed class WritePastPostmortem(
    IncidentRecords records,
    TemplateShelf templates,
    PostmortemWording wording,
    IDefinitions definitions,
    DemoShop shop
)
{
    private const string Causes = "Root causes";

    private static readonly Duration Writing = Duration.FromHours(20);
    private static readonly Duration Reading = Duration.FromHours(27);

    public async Task RunAsync(
        UnitOfWork work,
        Incident incident,
        PastPostmortem past,
        CancellationToken cancellationToken
    )
    {
        var template = templates.Default;
        var record = await records.GatherAsync(work, incident, cancellationToken);
        var (author, drafted) = (incident.AcknowledgedBy!, incident.ResolvedAt!.Value);
        var postmortem = Postmortem.Draft(
            incident,
            template.Name,
            PostmortemDraft.Fill(template.Template, record, wording.Of(author, incident.Team)),
            author,
            Timeline.Itself,
            drafted
        );
        var story = new PastStory(incident);
        story.ByItself(
            drafted,
            TimelineKind.Postmortem,
            $"drafted the postmortem from the template {template.Title}",
            new { postmortem = postmortem.Id }
        );
        story.Write(work);
        Write(postmortem, past, author, drafted);
        work.Db.Add(postmortem);
        await work.Db.SaveChangesAsync(cancellationToken);
    }

    private void Write(Postmortem postmortem, PastPostmortem past, string author, Instant drafted)
    {
        if (past.State is PostmortemState.Draft)
        {
            return;
        }

        var (written, read) = (drafted + Writing, drafted + Writing + Reading);
        var reader = Reader(postmortem, author);
        postmortem.Edit(postmortem.Version, null, past.Texts, author, written);
        // A minute apart, so that they stay in the order in which they were thought of.
        var promised = past
            .Actions.Select(
                (one, i) => (Past: one, Made: postmortem.Promise(Promise(one), written + Duration.FromMinutes(i)))
            )
            .ToList();
        postmortem.Submit(author, written + Duration.FromMinutes(10));
        if (past.Question is { } question)
        {
            postmortem.Comment(Causes, reader, question, read);
        }

        if (past.State is PostmortemState.Published)
        {
            postmortem.Approve(reader, nobodyElse: false, read);
            postmortem.Publish(author, read + Duration.FromMinutes(25));
        }

        foreach (var (one, made) in promised.Where(one => one.Past.Done is not null))
        {
            made.Finish(one.Owner, read + Duration.FromDays(one.Done!.Value));
        }
    }

    private ActionPromise Promise(PastAction past) =>
        new(
            past.What,
            past.Type,
            past.Owner,
            shop.OpenedAt.InZone(PastIncident.Zone).Date.PlusDays(past.Due),
            past.Ticket
        );

    /// <summary>Somebody of the team who did not write it.</summary>
    private string Reader(Postmortem postmortem, string author) =>
        definitions
            .Find<Team>(postmortem.Team!)!
            .Spec.Members.Where(member => member.Role >= Role.Responder)
            .Select(member => member.User)
            .First(user => user != author);
}
