using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Labels;
using Portal.Domain.Postmortems;
using Portal.Incidents;

namespace Portal.Tests.Postmortems;

public sealed class ReopenActionsTests(PortalApp app) : IAsyncLifetime
{
    private const string Team = "pm-again";

    private readonly PostmortemScene scene = new(app, Team);
    private readonly string name = $"again-{Guid.NewGuid():N}"[..20];
    private readonly Guid rule = Guid.NewGuid();

    private static CancellationToken Cancellation => PostmortemScene.Cancellation;

    public async ValueTask InitializeAsync() => await scene.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_action_that_was_done_is_open_again_when_its_rule_fires_again()
    {
        var (postmortem, item) = await DoneAsync();

        var again = await FireAsync(rule, "b");

        var read = await ReadAsync(postmortem);
        Assert.False(Assert.Single(read.ActionItems).IsDone);
        Assert.NotNull(read.ActionItems[0].ReopenedAt);
        Assert.Equal(("portal", "reopened actions"), (read.History[^1].By, read.History[^1].What));
        var timeline = await app.Get<IncidentStore>().TimelineAsync(again.Id, Cancellation);
        Assert.Contains(
            timeline,
            entry => entry.Text == $"reopened an action item of #{postmortem.Incident}: {name} fired again"
        );
        var audited = await AuditedAsync(postmortem);
        Assert.Contains(item.What, audited.After, StringComparison.Ordinal);
        Assert.Equal("portal", audited.Actor);
    }

    [Fact]
    public async Task Another_rule_or_a_month_later_leaves_it_done()
    {
        var (postmortem, _) = await DoneAsync();

        await FireAsync(Guid.NewGuid(), "b");
        Assert.True((await ReadAsync(postmortem)).ActionItems[0].IsDone);

        await using (var work = await UnitOfWork.BeginAsync(scene.Databases, Cancellation))
        {
            await work.ExecuteAsync(
                "update action_item set done_at = done_at - interval '31 days' where postmortem_id = @Id",
                new { postmortem.Id },
                Cancellation
            );
            await work.CommitAsync(Cancellation);
        }

        await FireAsync(rule, "c");
        Assert.True((await ReadAsync(postmortem)).ActionItems[0].IsDone);
    }

    [Fact]
    public async Task What_was_done_and_broke_again_is_late_as_open_again()
    {
        var (postmortem, _) = await DoneAsync();
        var today = new LocalDate(2026, 1, 2);
        Assert.DoesNotContain(
            await scene.Store.LateAsync(Team, today, Cancellation),
            late => late.Postmortem == postmortem.Id
        );

        await FireAsync(rule, "b");

        var late = (await scene.Store.LateAsync(Team, today, Cancellation)).Single(one =>
            one.Postmortem == postmortem.Id
        );
        Assert.True(late.IsReopened);
    }

    /// <summary>An incident of the rule that is over, its postmortem published, what was promised done.</summary>
    private async Task<(Postmortem Postmortem, ActionItem Item)> DoneAsync()
    {
        var incident = await FireAsync(rule, "a");
        await scene.ResolveAsync(incident);
        var draft = (await scene.FindAsync(incident))!;
        await scene.Commands.SubmitAsync(World.Admin, draft.Id, Cancellation);
        await scene.Commands.ApproveAsync(scene.Lead, draft.Id, Cancellation);
        await scene.Commands.PublishAsync(World.Admin, draft.Id, Cancellation);
        var promise = new ActionPromise("Retries with a budget", Due: new LocalDate(2026, 1, 1));
        var promised = await scene.Actions.AddAsync(scene.Lead, draft.Id, promise, Cancellation);
        var item = promised.ActionItems[0];
        await scene.Actions.FinishAsync(scene.Lead, draft.Id, item.Id, true, Cancellation);
        return (draft, item);
    }

    private async Task<Incident> FireAsync(Guid source, string series)
    {
        await using var work = await UnitOfWork.BeginAsync(scene.Databases, Cancellation);
        var labels = LabelSet.Of(("series", series), ("team", Team));
        var ruleName = source == rule ? name : $"other-{source:N}"[..20];
        var notice = new AlertNotice(
            source,
            ruleName,
            null,
            Severity.Critical,
            labels,
            Fingerprint.Of(labels),
            true,
            null,
            "It is slow",
            null,
            1,
            work.Now,
            work.Now
        );
        foreach (var listener in app.Services.GetServices<IAlertListener>())
        {
            await listener.ChangedAsync(work, [notice], Cancellation);
        }

        await work.CommitAsync(Cancellation);
        await using var db = await scene.Databases.CreateDbContextAsync(Cancellation);
        var group = GroupKey.Of(null, ruleName, Severity.Critical);
        return await db.Set<Incident>()
            .Where(one => one.GroupKey == group)
            .OrderByDescending(one => one.Number)
            .FirstAsync(Cancellation);
    }

    private async Task<Postmortem> ReadAsync(Postmortem postmortem) =>
        (await scene.Store.FindAsync(new(postmortem.Id, null), Cancellation))!;

    private async Task<AuditEntry> AuditedAsync(Postmortem postmortem)
    {
        await using var db = await scene.Databases.CreateDbContextAsync(Cancellation);
        var number = postmortem.Incident.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return await db.Set<AuditEntry>()
            .SingleAsync(
                one => one.Kind == "Postmortem" && one.Name == number && one.Action == "reopened action",
                Cancellation
            );
    }
}
