using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Notifications;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class SnoozeRaceTests(StillPortal portal)
{
    private static readonly Duration HalfAnHour = Duration.FromMinutes(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_acknowledges_and_a_snooze_at_once_one_is_first_and_the_rest_follows_from_their_order()
    {
        for (var round = 0; round < 8; round++)
        {
            var (story, incident) = await PagedAsync();
            await Task.WhenAll(
                story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation),
                story.SnoozeAsync(story.Chi, incident, HalfAnHour),
                story.Commands.AcknowledgeAsync(Story.As(story.Bo), incident.Number, Cancellation)
            );

            var now = await story.ReadAsync(incident);
            var timeline = await story.TimelineAsync(incident);
            Assert.Single(timeline, entry => entry.Text.EndsWith("paging stopped", StringComparison.Ordinal));
            Assert.Equal(now.IsSnoozed ? 1 : 0, (await TimersAsync(incident)).Count);
            // Whoever took it last has it: the snooze itself, or the acknowledge that ended it.
            var takes = timeline.Where(entry =>
                entry.Kind is TimelineKind.Snoozed or TimelineKind.Acknowledged
                && !entry.Text.StartsWith("acknowledged as well", StringComparison.Ordinal)
            );
            Assert.Equal(takes.Last().Actor, now.AcknowledgedBy);
            Assert.Equal(now.IsSnoozed, now.AcknowledgedBy == story.Chi);
            Assert.Equal(Enumerable.Range(1, timeline.Count), timeline.Select(entry => entry.Seq));
        }
    }

    [Fact]
    public async Task Two_replicas_that_find_it_over_page_once()
    {
        var (story, incident) = await PagedAsync();
        await story.SnoozeAsync(story.Ana, incident, HalfAnHour);
        await MakeDueAsync(incident);
        var seen = Assert.Single(await TimersAsync(incident));
        var handler = portal.Services.GetServices<ITimerHandler>().OfType<EndSnooze>().Single();
        var loop = portal.Services.GetServices<IEngineWork>().OfType<FireTimers>().Single();

        await Task.WhenAll(
            handler.FireAsync(seen, Cancellation),
            handler.FireAsync(seen, Cancellation),
            loop.RunOnceAsync(Cancellation),
            loop.RunOnceAsync(Cancellation)
        );
        await PassLeaseAsync(incident);

        Assert.Equal(["ana by push", "ana by push"], await story.PagesAsync(incident));
        Assert.Single(
            await story.TimelineAsync(incident),
            entry => entry.Text.StartsWith("the snooze is over", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_replica_that_dies_with_the_timer_in_hand_leaves_it_to_the_next()
    {
        var (story, incident) = await PagedAsync();
        await story.SnoozeAsync(story.Ana, incident, HalfAnHour);
        await MakeDueAsync(incident);
        await ExecuteAsync(
            "update timer set claimed_until = clock_timestamp() + interval '10 seconds', version = version + 1 where subject = @Id",
            incident
        );
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));

        await PassLeaseAsync(incident);

        Assert.Equal(["ana by push", "ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task A_page_on_its_way_that_fails_during_the_snooze_is_not_tried_another_way()
    {
        var story = await Story.BeginAsync(portal, HalfAnHour, Story.After(0, "ana"));
        ContactMethod push = new("push", ContactMethodType.Webhook, "https://phone.example/");
        ContactMethod mail = new("mail", ContactMethodType.Email, "ana@shop.example");
        await story.ReachAsync(story.Ana, [push, mail], new NotificationRule(Duration.Zero, "push"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation);
        await story.PassAsync(HalfAnHour);
        var again = story.Sent(incident, MessageKind.Page).Last();
        await story.SnoozeAsync(story.Ana, incident, HalfAnHour);

        await using (var work = await UnitOfWork.BeginAsync(portal.Databases, Cancellation))
        {
            var record = portal.Services.GetServices<IDeliveryListener>().OfType<RecordDelivery>().Single();
            await record.FailedAsync(work, again, "nobody answered", Cancellation);
            await work.CommitAsync(Cancellation);
        }

        Assert.DoesNotContain("ana by mail", await story.PagesAsync(incident), StringComparer.Ordinal);
    }

    private async Task<(Story Story, Incident Incident)> PagedAsync()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        return (story, incident);
    }

    private async Task<IReadOnlyList<Timer>> TimersAsync(Incident incident)
    {
        await using var db = await portal.Databases.CreateDbContextAsync(Cancellation);
        return await db.Set<Timer>()
            .AsNoTracking()
            .Where(timer => timer.Subject == incident.Id && timer.Kind == Paging.SnoozeTimer)
            .ToListAsync(Cancellation);
    }

    private async Task MakeDueAsync(Incident incident)
    {
        await ExecuteAsync("update incident set snoozed_until = clock_timestamp() where id = @Id", incident);
        await ExecuteAsync(
            "update timer set due_at = clock_timestamp() where subject = @Id and kind = 'snooze'",
            incident
        );
    }

    private Task PassLeaseAsync(Incident incident) =>
        ExecuteAsync(
            "update timer set claimed_until = clock_timestamp() - interval '1 second' where subject = @Id and claimed_until is not null",
            incident
        );

    private async Task ExecuteAsync(string sql, Incident incident)
    {
        await using var work = await UnitOfWork.BeginAsync(portal.Databases, Cancellation);
        await work.ExecuteAsync(sql, new { incident.Id }, Cancellation);
        await work.CommitAsync(Cancellation);
    }
}
