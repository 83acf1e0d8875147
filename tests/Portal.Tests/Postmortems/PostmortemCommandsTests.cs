using Microsoft.Extensions.DependencyInjection;
using Portal.Access;
using Portal.Domain;
using Portal.Domain.Postmortems;

namespace Portal.Tests.Postmortems;

public sealed class PostmortemCommandsTests(PortalApp app) : IAsyncLifetime
{
    private readonly PostmortemScene scene = new(app, "pm-rights");

    private static CancellationToken Cancellation => PostmortemScene.Cancellation;

    public async ValueTask InitializeAsync() => await scene.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Of_two_who_save_the_same_version_the_second_hears_who_was_first()
    {
        var seen = await scene.WrittenAsync();
        var saves = new[] { scene.Responder, scene.Lead }.Select(async actor =>
        {
            try
            {
                await scene.WriteAsync(actor, seen, $"By {actor.Name}.");
                return null;
            }
            catch (DomainException refusal)
            {
                return refusal.Message;
            }
        });

        var refused = Assert.Single((await Task.WhenAll(saves)).OfType<string>());

        Assert.Matches(
            "^pm-rights-(responder|lead) saved version 3 at .*Z, and you were writing on version 2",
            refused
        );
    }

    [Theory]
    [InlineData("viewer", false, false, true)]
    [InlineData("responder", true, true, false)]
    [InlineData("lead", true, true, true)]
    [InlineData("stranger", false, false, false)]
    public async Task Each_role_may_do_what_it_should(string who, bool writes, bool submits, bool approves)
    {
        var actor = new Actor($"pm-rights-{who}", ActorKind.Person);
        var written = await scene.WrittenAsync();

        Assert.Equal(writes, await IsAllowedAsync(scene.WriteAsync(actor, written, $"By {who}.")));
        Assert.Equal(submits, await IsAllowedAsync(scene.Commands.SubmitAsync(actor, written.Id, Cancellation)));
        if (!submits)
        {
            await scene.Commands.SubmitAsync(scene.Responder, written.Id, Cancellation);
        }

        Assert.Equal(approves, await IsAllowedAsync(scene.Commands.ApproveAsync(actor, written.Id, Cancellation)));
    }

    [Fact]
    public async Task Nobody_but_the_author_or_a_lead_publishes()
    {
        var written = await scene.WrittenAsync();
        await scene.Commands.SubmitAsync(scene.Responder, written.Id, Cancellation);
        await scene.Commands.ApproveAsync(scene.Viewer, written.Id, Cancellation);

        Assert.False(await IsAllowedAsync(scene.Commands.PublishAsync(scene.Viewer, written.Id, Cancellation)));
        var published = await scene.Commands.PublishAsync(scene.Lead, written.Id, Cancellation);

        Assert.Equal(PostmortemState.Published, published.State);
    }

    [Fact]
    public async Task Published_it_changes_only_in_its_action_items()
    {
        var published = await scene.PublishedAsync();

        Assert.False(await IsAllowedAsync(scene.WriteAsync(scene.Lead, published, "Late.")));
        Assert.False(
            await IsAllowedAsync(scene.Commands.CommentAsync(scene.Lead, published.Id, null, "Late.", Cancellation))
        );
        var promised = await scene.Actions.AddAsync(
            scene.Responder,
            published.Id,
            new("Cap retries", Due: new(2026, 11, 20)),
            Cancellation
        );
        var item = Assert.Single(promised.ActionItems);
        await scene.Actions.FinishAsync(scene.Responder, published.Id, item.Id, done: true, Cancellation);

        var after = (await scene.Store.FindAsync(PostmortemKeyOf(published), Cancellation))!;
        Assert.True(after.ActionItems[0].IsDone);
        Assert.Equal(published.Version, after.Version);
    }

    [Fact]
    public async Task Every_step_is_in_the_history_and_in_the_audit_log()
    {
        var published = await scene.PublishedAsync();
        var entries = await app
            .Services.GetRequiredService<AuditLog>()
            .ListAsync("Postmortem", $"{published.Incident}", null, null, 50, Cancellation);

        Assert.Equal(
            ["drafted", "edited", "submitted", "approved", "published"],
            published.History.Select(line => line.What),
            StringComparer.Ordinal
        );
        Assert.Equal(
            ["published", "approved", "submitted", "edited"],
            entries.Select(entry => entry.Action),
            StringComparer.Ordinal
        );
    }

    private static Portal.Postmortems.PostmortemKey PostmortemKeyOf(Postmortem postmortem) => new(postmortem.Id, null);

    private static async Task<bool> IsAllowedAsync(Task command)
    {
        try
        {
            await command;
            return true;
        }
        catch (Exception refusal) when (refusal is ForbiddenException or DomainException)
        {
            return false;
        }
    }
}
