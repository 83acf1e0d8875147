using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Incidents;
using Portal.Notifications;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class SnoozeTests(StillPortal portal)
{
    private static readonly Duration HalfAnHour = Duration.FromMinutes(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_quiet_until_the_time_and_then_pages_from_the_first_step_and_whoever_snoozed()
    {
        var (story, incident) = await PagedAsync();

        await story.SnoozeAsync(story.Chi, incident, HalfAnHour);

        var snoozed = await story.ReadAsync(incident);
        Assert.Equal((IncidentState.Acknowledged, story.Chi), (snoozed.State, snoozed.AcknowledgedBy));
        Assert.NotNull(snoozed.AcknowledgedAt);
        await story.PassAsync(Duration.FromMinutes(29));
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
        await story.PassAsync(Duration.FromMinutes(1));
        var pages = await story.PagesAsync(incident);
        Assert.Equal(["ana by push", "ana by push", "chi by push"], pages.Order(StringComparer.Ordinal).ToArray());
        var after = await story.ReadAsync(incident);
        Assert.Equal((IncidentState.Triggered, null), (after.State, after.SnoozedUntil));
        await story.PassAsync(Duration.FromMinutes(5));
        Assert.Contains("bo by push", await story.PagesAsync(incident), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_acknowledge_timeout_does_not_page_during_a_snooze()
    {
        var story = await Story.BeginAsync(portal, HalfAnHour, Story.After(0, "ana"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation);

        await story.SnoozeAsync(story.Ana, incident, Duration.FromHours(2));

        await story.PassAsync(Duration.FromMinutes(119));
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
        await story.PassAsync(Duration.FromMinutes(1));
        Assert.Equal(["ana by push", "ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task Snoozing_again_moves_the_time_and_leaves_one_timer()
    {
        var (story, incident) = await PagedAsync();
        await story.SnoozeAsync(story.Ana, incident, HalfAnHour);

        await story.SnoozeAsync(story.Ana, incident, Duration.FromHours(2));

        Assert.Single(await TimersAsync(incident));
        await story.PassAsync(Duration.FromMinutes(40));
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
        await story.PassAsync(Duration.FromMinutes(80));
        Assert.Equal(["ana by push", "ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task Who_snoozes_what_another_has_takes_it_over_and_the_record_says_from_whom()
    {
        var (story, incident) = await PagedAsync();
        var first = await story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation);

        await story.SnoozeAsync(story.Bo, incident, HalfAnHour);

        var snoozed = await story.ReadAsync(incident);
        Assert.Equal(story.Bo, snoozed.AcknowledgedBy);
        Assert.Equal(Milliseconds(first.AcknowledgedAt), Milliseconds(snoozed.AcknowledgedAt));
        var entry = Assert.Single(await story.TimelineAsync(incident), one => one.Kind is TimelineKind.Snoozed);
        Assert.StartsWith($"took it over from {story.Ana} and snoozed it until", entry.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_acknowledge_ends_it_and_begins_the_patience_of_the_policy_anew()
    {
        var story = await Story.BeginAsync(portal, HalfAnHour, Story.After(0, "ana"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        await story.SnoozeAsync(story.Ana, incident, Duration.FromHours(2));

        await story.Commands.AcknowledgeAsync(Story.As(story.Bo), incident.Number, Cancellation);

        var taken = await story.ReadAsync(incident);
        Assert.Equal((story.Bo, null), (taken.AcknowledgedBy, taken.SnoozedUntil));
        Assert.Equal($"took it over from {story.Ana}: the snooze is over", await LastAsync(story, incident));
        await story.PassAsync(Duration.FromMinutes(29));
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
        await story.PassAsync(Duration.FromMinutes(1));
        Assert.Equal(3, (await story.PagesAsync(incident)).Length);
        await story.PassAsync(Duration.FromHours(2));
        Assert.Equal(3, (await story.PagesAsync(incident)).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_resolve_by_hand_or_by_the_last_alert_ends_it_for_good(bool byHand)
    {
        var (story, incident) = await PagedAsync();
        await story.SnoozeAsync(story.Ana, incident, HalfAnHour);

        await (
            byHand ? story.Commands.ResolveAsync(Story.As(story.Bo), incident.Number, Cancellation) : story.QuietAsync()
        );

        await story.PassAsync(Duration.FromHours(1));
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
        Assert.Empty(await TimersAsync(incident));
        Assert.Contains(
            await story.TimelineAsync(incident),
            entry => entry.Text.EndsWith("the snooze ends with it", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Escalated_by_hand_it_pages_the_next_step_and_whoever_snoozed_has_it_still()
    {
        var (story, incident) = await PagedAsync();
        await story.SnoozeAsync(story.Ana, incident, HalfAnHour);

        await story.Commands.EscalateAsync(Story.As(story.Ana), incident.Number, Cancellation);

        Assert.Equal(["ana by push", "bo by push"], await story.PagesAsync(incident));
        var now = await story.ReadAsync(incident);
        Assert.Equal((story.Ana, null), (now.AcknowledgedBy, now.SnoozedUntil));
        await story.PassAsync(Duration.FromHours(1));
        Assert.Equal(2, (await story.PagesAsync(incident)).Length);
    }

    [Fact]
    public async Task Raised_to_critical_it_pages_at_once()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("slow", Severity.Warning);
        var incident = await story.NewestAsync();
        await story.SnoozeAsync(story.Bo, incident, HalfAnHour);

        await story.Commands.SetSeverityAsync(Story.As(story.Chi), incident.Number, Severity.Critical, Cancellation);

        var pages = await story.PagesAsync(incident);
        Assert.Equal(["ana by push", "bo by push"], pages.Order(StringComparer.Ordinal).ToArray());
        Assert.True((await story.ReadAsync(incident)).NeedsPaging);
    }

    [Fact]
    public async Task What_pages_nobody_tells_whoever_snoozed_it_when_the_time_is_over()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("slow", Severity.Warning);
        var incident = await story.NewestAsync();
        await story.SnoozeAsync(story.Bo, incident, HalfAnHour);

        await story.PassAsync(HalfAnHour);

        Assert.Empty(await story.PagesAsync(incident));
        Assert.Equal([story.Bo], story.Sent(incident, MessageKind.Notice).Select(message => message.User).ToArray());
    }

    [Fact]
    public async Task What_is_resolved_is_refused_with_who_and_when()
    {
        var (story, incident) = await PagedAsync();
        var resolved = await story.Commands.ResolveAsync(Story.As(story.Bo), incident.Number, Cancellation);

        var refusal = await Assert.ThrowsAsync<DomainException>(() =>
            story.SnoozeAsync(story.Ana, incident, HalfAnHour)
        );

        var at = InstantPattern.General.Format(resolved.ResolvedAt!.Value);
        Assert.Contains($"{story.Bo} resolved it at {at}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_of_another_team_may_not()
    {
        var (story, incident) = await PagedAsync();
        var stranger = await Story.BeginAsync(portal);

        await Assert.ThrowsAsync<ForbiddenException>(() => story.SnoozeAsync(stranger.Ana, incident, HalfAnHour));

        Assert.False((await story.ReadAsync(incident)).IsSnoozed);
    }

    private async Task<(Story Story, Incident Incident)> PagedAsync()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        return (story, incident);
    }

    private static async Task<string> LastAsync(Story story, Incident incident) =>
        (await story.TimelineAsync(incident))[^1].Text;

    private async Task<IReadOnlyList<Timer>> TimersAsync(Incident incident)
    {
        await using var db = await portal.Databases.CreateDbContextAsync(Cancellation);
        return await db.Set<Timer>()
            .AsNoTracking()
            .Where(timer => timer.Subject == incident.Id && timer.Kind == Paging.SnoozeTimer)
            .ToListAsync(Cancellation);
    }

    private static long? Milliseconds(Instant? at) => at?.ToUnixTimeMilliseconds();
}
