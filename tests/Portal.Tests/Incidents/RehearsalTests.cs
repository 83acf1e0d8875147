using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Incidents;
using Portal.Notifications;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class RehearsalTests(StillPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rehearsal_plays_a_page_from_the_alert_to_its_message_and_leaves_nothing_behind()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        var before = await story.NewestAsync();

        var owed = await ActivatorUtilities.CreateInstance<RehearsePaging>(portal.Services).PlayAsync(Cancellation);

        Assert.Equal(MessageKind.Page, owed.Kind);
        Assert.Contains("Rehearsal at 1", owed.Content, StringComparison.Ordinal);
        await using var db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync(Cancellation);
        Assert.False(await db.Set<OutboxMessage>().AnyAsync(message => message.Key == owed.Key, Cancellation));
        Assert.False(await db.Set<Incident>().AnyAsync(one => one.Service == "rehearsal", Cancellation));
        var next = await Story.BeginAsync(portal);
        await next.FireAsync();
        Assert.Equal(before.Number + 1, (await next.NewestAsync()).Number);
    }
}
