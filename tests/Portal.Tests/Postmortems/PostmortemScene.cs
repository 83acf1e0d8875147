using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Manifests;
using Portal.Postmortems;
using Portal.Teams;

namespace Portal.Tests.Postmortems;

/// <summary>A team of its own for one test class, with somebody in each role, and incidents to learn from.</summary>
internal sealed class PostmortemScene(PortalApp app, string team)
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly Actor Automation = new("bootstrap", ActorKind.Bootstrap);

    public Actor Viewer => Person("viewer");

    public Actor Responder => Person("responder");

    public Actor Lead => Person("lead");

    /// <summary>In no team: may do nothing.</summary>
    public Actor Stranger => Person("stranger");

    public PostmortemCommands Commands => app.Services.GetRequiredService<PostmortemCommands>();

    public ActionItemCommands Actions => app.Services.GetRequiredService<ActionItemCommands>();

    public PostmortemStore Store => app.Services.GetRequiredService<PostmortemStore>();

    public IDbContextFactory<PortalDb> Databases => app.Services.GetRequiredService<IDbContextFactory<PortalDb>>();

    public async Task PrepareAsync()
    {
        var people = new[] { Viewer, Responder, Lead, Stranger };
        var members = new[]
        {
            new TeamMember(Viewer.Name, Role.Viewer),
            new TeamMember(Responder.Name, Role.Responder),
            new TeamMember(Lead.Name, Role.Lead),
        };
        var documents = people
            .Select(one =>
                ManifestDocument.For(PersonManifest.Definition, one.Name, new Person(one.Name, null, "UTC", [], []))
            )
            .Append(ManifestDocument.For(TeamManifest.Definition, team, new Team(members)))
            .ToList();
        var applier = app.Services.GetRequiredService<ManifestApplier>();
        (await applier.ApplyAsync(Automation, documents, dryRun: false, Cancellation)).ThrowIfInvalid();
    }

    public async Task<Incident> OpenAsync(Severity severity = Severity.Critical, bool isTest = false)
    {
        await using var work = await UnitOfWork.BeginAsync(Databases, Cancellation);
        var number = await IncidentStore.NextNumberAsync(work, Cancellation);
        var opening = new IncidentOpening($"{team} is slow", severity, $"{team}:{number}", null, team, IsTest: isTest);
        var incident = Incident.Open(opening, number, work.Now);
        work.Db.Add(incident);
        await work.CommitAsync(Cancellation);
        return incident;
    }

    public Task<Incident> ResolveAsync(Incident incident, Actor? by = null) =>
        app
            .Services.GetRequiredService<IncidentCommands>()
            .ResolveAsync(by ?? Automation, incident.Number, Cancellation);

    public Task<Incident> ReopenAsync(Incident incident) =>
        app.Services.GetRequiredService<IncidentCommands>().ReopenAsync(Automation, incident.Number, Cancellation);

    public Task<Postmortem?> FindAsync(Incident incident) =>
        Store.FindAsync(new PostmortemKey(null, incident.Number), Cancellation);

    /// <summary>The draft of a new incident that the responder has begun to write.</summary>
    public async Task<Postmortem> WrittenAsync()
    {
        var incident = await OpenAsync();
        await ResolveAsync(incident);
        var draft = (await FindAsync(incident))!;
        return await WriteAsync(Responder, draft, "Written.");
    }

    public Task<Postmortem> WriteAsync(Actor actor, Postmortem seen, string text) =>
        Commands.EditAsync(actor, seen.Id, seen.Version, null, [new("What went well", text)], Cancellation);

    public async Task<Postmortem> PublishedAsync()
    {
        var written = await WrittenAsync();
        await Commands.SubmitAsync(Responder, written.Id, Cancellation);
        await Commands.ApproveAsync(Viewer, written.Id, Cancellation);
        return await Commands.PublishAsync(Responder, written.Id, Cancellation);
    }

    private Actor Person(string role) => new($"{team}-{role}", ActorKind.Person);
}
