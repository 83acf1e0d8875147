using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Domain.Alerting;
using Portal.Domain.Postmortems;

namespace Portal.Tests.Postmortems;

public sealed class DraftAtResolveTests(PortalApp app) : IAsyncLifetime
{
    private readonly PostmortemScene scene = new(app, "pm-draft");

    public async ValueTask InitializeAsync() => await scene.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(Severity.Critical, false, true)]
    [InlineData(Severity.High, false, true)]
    [InlineData(Severity.Warning, false, false)]
    [InlineData(Severity.Critical, true, false)]
    public async Task Critical_and_high_incidents_get_a_draft_and_tests_do_not(
        Severity severity,
        bool isTest,
        bool expected
    )
    {
        var incident = await scene.OpenAsync(severity, isTest);
        await scene.ResolveAsync(incident);

        Assert.Equal(expected, await scene.FindAsync(incident) is not null);
    }

    [Fact]
    public async Task The_draft_knows_the_resolve_that_it_was_written_with()
    {
        var incident = await scene.OpenAsync();
        await scene.ResolveAsync(incident, scene.Responder);

        var draft = (await scene.FindAsync(incident))!;

        Assert.Contains("resolved by pm-draft-responder", draft.Sections[0].Text, StringComparison.Ordinal);
        Assert.Equal((1, "google-sre", PostmortemState.Draft), (draft.Version, draft.Template, draft.State));
    }

    [Fact]
    public async Task Resolved_by_eight_at_once_it_has_one_draft()
    {
        var incident = await scene.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scene.ResolveAsync(incident)));

        await using var db = await scene.Databases.CreateDbContextAsync(PostmortemScene.Cancellation);
        var drafts = await db.Set<Postmortem>()
            .CountAsync(one => one.Incident == incident.Number, PostmortemScene.Cancellation);

        Assert.Equal(1, drafts);
    }

    [Fact]
    public async Task Asked_for_by_eight_at_once_it_has_one_draft()
    {
        var incident = await scene.OpenAsync(Severity.Warning);
        var drafts = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => DraftAsync(scene.Responder, incident.Number, null))
        );

        Assert.Single(drafts.Select(draft => draft.Id).Distinct());
    }

    [Fact]
    public async Task Resolved_again_what_nobody_touched_is_written_anew()
    {
        var incident = await scene.OpenAsync();
        await scene.ResolveAsync(incident, scene.Responder);
        var first = (await scene.FindAsync(incident))!;
        await scene.WriteAsync(scene.Responder, first, "Kept.");
        await scene.ReopenAsync(incident);
        await scene.ResolveAsync(incident, scene.Lead);

        var second = (await scene.FindAsync(incident))!;

        Assert.Equal(first.Id, second.Id);
        Assert.Contains("resolved by pm-draft-lead", second.Sections[0].Text, StringComparison.Ordinal);
        Assert.Contains(second.Sections, section => section.Text == "Kept.");
    }

    [Fact]
    public async Task Another_template_can_be_taken_until_somebody_writes()
    {
        var incident = await scene.OpenAsync();
        await scene.ResolveAsync(incident);
        var atlassian = await DraftAsync(scene.Responder, incident.Number, "atlassian");
        Assert.Equal("Lead-up", atlassian.Sections[1].Title);

        await scene.Commands.EditAsync(
            scene.Responder,
            atlassian.Id,
            atlassian.Version,
            null,
            [new("Fault", "The pool.")],
            PostmortemScene.Cancellation
        );

        await Assert.ThrowsAsync<Portal.Domain.DomainException>(() =>
            DraftAsync(scene.Responder, incident.Number, "short")
        );
    }

    private Task<Postmortem> DraftAsync(Actor actor, long number, string? template) =>
        scene.Commands.DraftAsync(actor, number, template, PostmortemScene.Cancellation);
}
