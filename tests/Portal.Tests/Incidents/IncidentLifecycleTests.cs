using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Notifications;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class IncidentLifecycleTests(StillPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_opens_an_incident_and_pages_the_first_step()
    {
        var story = await Story.BeginAsync(portal);

        await story.FireAsync();

        var incident = await story.NewestAsync();
        Assert.Equal(IncidentState.Triggered, incident.State);
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task A_second_alert_of_the_service_joins_and_pages_nobody_again()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("a");

        await story.FireAsync("b");

        var incident = Assert.Single(await story.AllAsync());
        Assert.Equal(2, incident.TriggerCount);
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task What_pages_does_not_join_what_is_quiet()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("slow", Severity.Warning);
        await story.Commands.AcknowledgeAsync(Story.As(story.Bo), (await story.NewestAsync()).Number, Cancellation);

        await story.FireAsync("down");

        var incidents = await story.AllAsync();
        Assert.Equal([Severity.Critical, Severity.Warning], incidents.Select(incident => incident.Severity));
        Assert.Equal(["ana by push"], await story.PagesAsync(incidents[0]));
    }

    [Fact]
    public async Task The_first_acknowledge_counts_and_the_second_is_recorded_once()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        var number = (await story.NewestAsync()).Number;
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), number, Cancellation);

        await story.Commands.AcknowledgeAsync(Story.As(story.Bo), number, Cancellation);
        await story.Commands.AcknowledgeAsync(Story.As(story.Bo), number, Cancellation);

        var incident = await story.NewestAsync();
        Assert.Equal(story.Ana, incident.AcknowledgedBy);
        var entries = (await story.TimelineAsync(incident)).Where(entry => entry.Kind is TimelineKind.Acknowledged);
        Assert.Equal([story.Ana, story.Bo], entries.Select(entry => entry.Actor).ToArray());
    }

    [Fact]
    public async Task An_acknowledge_after_the_resolve_is_refused_with_who_and_when()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        var resolved = await story.Commands.ResolveAsync(
            Story.As(story.Bo),
            (await story.NewestAsync()).Number,
            Cancellation
        );

        var refusal = await Assert.ThrowsAsync<DomainException>(() =>
            story.Commands.AcknowledgeAsync(Story.As(story.Ana), resolved.Number, Cancellation)
        );

        Assert.Contains(story.Bo, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(
            InstantPattern.General.Format(resolved.ResolvedAt!.Value),
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Null((await story.NewestAsync()).AcknowledgedAt);
    }

    [Fact]
    public async Task The_last_alert_that_goes_quiet_resolves_and_tells_whoever_has_it_though_never_paged()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("a");
        await story.FireAsync("b");
        var number = (await story.NewestAsync()).Number;
        await story.Commands.AcknowledgeAsync(Story.As(story.Bo), number, Cancellation);

        await story.QuietAsync("a");
        Assert.True((await story.NewestAsync()).IsOpen);
        await story.QuietAsync("b");

        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        Assert.Equal(Incident.BySource, incident.ResolvedBy);
        Assert.Equal([story.Bo], story.Sent(incident, MessageKind.Notice).Select(message => message.User).ToArray());
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task A_trigger_soon_after_the_resolve_opens_a_new_one_that_follows_it(int minutes, bool follows)
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        await story.QuietAsync();
        var before = await story.NewestAsync();
        await story.PassAsync(Duration.FromMinutes(minutes));

        await story.FireAsync();

        var incident = await story.NewestAsync();
        Assert.NotEqual(before.Number, incident.Number);
        Assert.Equal(follows ? before.Number : null, incident.Follows);
    }

    [Fact]
    public async Task A_severity_raised_to_critical_pages()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("slow", Severity.Warning);
        var incident = await story.NewestAsync();
        Assert.Empty(await story.PagesAsync(incident));

        await story.Commands.SetSeverityAsync(Story.As(story.Bo), incident.Number, Severity.Critical, Cancellation);

        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task An_alert_of_higher_severity_raises_the_incident_and_says_so()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("slow", Severity.Warning);

        await story.FireAsync("slower", Severity.High);

        var incident = Assert.Single(await story.AllAsync());
        Assert.Equal(Severity.High, incident.Severity);
        Assert.Single(await story.TimelineAsync(incident), entry => entry.Kind is TimelineKind.Severity);
    }

    [Fact]
    public async Task Reopening_keeps_the_acknowledge_and_takes_back_the_rest()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        var (actor, number) = (Story.As(story.Ana), (await story.NewestAsync()).Number);
        var acknowledged = await story.Commands.AcknowledgeAsync(actor, number, Cancellation);
        await story.Commands.MitigateAsync(actor, number, Cancellation);
        await story.Commands.ResolveAsync(actor, number, Cancellation);

        await story.Commands.ReopenAsync(actor, number, Cancellation);

        var incident = await story.NewestAsync();
        Assert.Equal(IncidentState.Acknowledged, incident.State);
        Assert.Equal(1, incident.ReopenCount);
        Assert.Equal(
            acknowledged.AcknowledgedAt!.Value.ToUnixTimeMilliseconds(),
            incident.AcknowledgedAt!.Value.ToUnixTimeMilliseconds()
        );
    }

    [Fact]
    public async Task Reopening_what_nobody_had_pages_again()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        await story.Commands.ResolveAsync(Story.As(story.Bo), incident.Number, Cancellation);

        await story.Commands.ReopenAsync(Story.As(story.Bo), incident.Number, Cancellation);

        Assert.Equal(["ana by push", "ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task What_is_open_again_in_its_group_is_not_reopened_beside_it()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        await story.QuietAsync();
        var first = await story.NewestAsync();
        await story.FireAsync();

        await Assert.ThrowsAsync<ConflictException>(() =>
            story.Commands.ReopenAsync(Story.As(story.Bo), first.Number, Cancellation)
        );
    }

    [Fact]
    public async Task Of_two_who_acknowledge_at_once_one_counts()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        var number = (await story.NewestAsync()).Number;

        await Task.WhenAll(
            new[] { story.Ana, story.Bo, story.Chi }.Select(user =>
                story.Commands.AcknowledgeAsync(Story.As(user), number, Cancellation)
            )
        );

        var incident = await story.NewestAsync();
        var entries = (await story.TimelineAsync(incident)).Where(entry => entry.Kind is TimelineKind.Acknowledged);
        Assert.Equal(3, entries.Count());
        Assert.Equal(incident.AcknowledgedBy, entries.First().Actor);
        Assert.Single(entries, entry => entry.Text.Contains("paging stopped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hundred_triggers_at_once_are_one_incident_without_a_gap_on_its_timeline()
    {
        var story = await Story.BeginAsync(portal);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => story.FireAsync($"a{number}")));

        var incident = Assert.Single(await story.AllAsync());
        Assert.Equal(100, incident.TriggerCount);
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
        var timeline = await story.TimelineAsync(incident);
        Assert.Equal(Enumerable.Range(1, timeline.Count), timeline.Select(entry => entry.Seq));
    }
}
