using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Manifests;
using IncidentRecord = Portal.Domain.Postmortems.IncidentRecord;

namespace Portal.Postmortems;

/// <summary>Writes the draft in the transaction that resolves the incident: critical and high ones, and no tests.</summary>
/// <remarks>
/// The transaction holds the incident, so that of two replicas that resolve it at once only one gets here. Resolved again after a
/// reopening, what nobody has touched is written anew.
/// </remarks>
internal sealed class DraftPostmortems(
    IncidentRecords records,
    TemplateShelf templates,
    PostmortemWording wording,
    IDefinitions definitions
) : IIncidentListener
{
    public async Task ResolvedAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        if (await PostmortemStore.OfIncidentAsync(work, incident.Id, cancellationToken) is { } existing)
        {
            await RefreshAsync(work, incident, existing, cancellationToken);
        }
        else if (incident is { IsTest: false, Severity: Severity.Critical or Severity.High })
        {
            await DraftAsync(work, incident, templates.Default, Timeline.Itself, null, cancellationToken);
        }
    }

    public Task RaisedAsync(UnitOfWork work, IReadOnlyList<RaisedAlert> alerts, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <param name="by">Who asked; <see cref="Timeline.Itself"/> when nobody did.</param>
    /// <param name="asking">The person who asked, who is the author when nobody led the response.</param>
    public async Task<Postmortem> DraftAsync(
        UnitOfWork work,
        Incident incident,
        NamedTemplate template,
        string by,
        string? asking,
        CancellationToken cancellationToken
    )
    {
        var record = await records.GatherAsync(work, incident, cancellationToken);
        var author = Leader(record) ?? asking;
        var sections = PostmortemDraft.Fill(template.Template, record, wording.Of(author, incident.Team));
        var postmortem = Postmortem.Draft(incident, template.Name, sections, author, by, work.Now);
        work.Db.Add(postmortem);
        Timeline.Add(
            work,
            incident,
            TimelineKind.Postmortem,
            by,
            $"drafted the postmortem from the template {template.Title}",
            new { postmortem = postmortem.Id }
        );
        PostmortemTopics.Announce(work, postmortem);
        return postmortem;
    }

    public async Task RefreshAsync(
        UnitOfWork work,
        Incident incident,
        Postmortem postmortem,
        CancellationToken cancellationToken
    )
    {
        if (templates.Find(postmortem.Template) is not { } template)
        {
            return;
        }

        var record = await records.GatherAsync(work, incident, cancellationToken);
        var sections = PostmortemDraft.Fill(template.Template, record, wording.Of(postmortem));
        if (postmortem.Refresh(sections, Timeline.Itself, work.Now))
        {
            PostmortemTopics.Announce(work, postmortem);
        }
    }

    /// <summary>Takes the sections of another template, while nobody has written anything.</summary>
    public async Task RedraftAsync(
        UnitOfWork work,
        Incident incident,
        Postmortem postmortem,
        NamedTemplate template,
        string by,
        CancellationToken cancellationToken
    )
    {
        var record = await records.GatherAsync(work, incident, cancellationToken);
        var sections = PostmortemDraft.Fill(template.Template, record, wording.Of(postmortem));
        postmortem.Redraft(template.Name, sections, by, work.Now);
        PostmortemTopics.Announce(work, postmortem);
    }

    /// <summary>The commander, or whoever had it first; a token that belongs to nobody is no author.</summary>
    private string? Leader(IncidentRecord record)
    {
        var commander = record.Roles.FirstOrDefault(role => role.Role == "commander")?.User;
        return new[] { commander, record.Incident.AcknowledgedBy }.FirstOrDefault(name =>
            name is not null && definitions.Find<Person>(name) is not null
        );
    }
}

/// <summary>What open pages listen to.</summary>
internal static class PostmortemTopics
{
    /// <summary>Any postmortem changed.</summary>
    public const string Any = "postmortem";

    public static string Of(Guid id) => $"{Any}:{id:N}";

    public static void Announce(UnitOfWork work, Postmortem postmortem) => work.Announce(Of(postmortem.Id));
}
