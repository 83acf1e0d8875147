using NodaTime;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Time;
using Portal.Incidents;
using Portal.Notifications;
using Portal.Postmortems;
using Portal.Reports;

namespace Portal.Tests.Incidents;

/// <summary>What becomes of the one that is merged, and of the one that goes on.</summary>
[Collection("incidents")]
public sealed class MergeTests(StillPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_one_is_closed_without_its_alerts_and_those_paged_hear_once_where_it_goes_on()
    {
        var (story, down, slow) = await TwoAsync();
        await story.PagesAsync(down);

        await story.MergeAsync(story.Bo, down, slow);

        var merged = await story.ReadAsync(down);
        Assert.Equal(
            (IncidentState.Resolved, slow.Number, story.Bo),
            (merged.State, merged.MergedInto, merged.ResolvedBy)
        );
        Assert.Empty(await portal.Get<IncidentStore>().AlertsAsync(down.Id, Cancellation));
        await portal.RunAsync(Cancellation);
        var told = Assert.Single(portal.Sent.About(down.Id), one => one.Message.Kind is MessageKind.Notice);
        Assert.Equal(story.Ana, told.Message.User);
        Assert.Contains($"#{down.Number} goes on in #{slow.Number}", told.Content.Title, StringComparison.Ordinal);
        Assert.Null(await portal.Get<PostmortemStore>().IdOfIncidentAsync(down.Id, Cancellation));
    }

    [Fact]
    public async Task The_other_becomes_as_urgent_and_pages_since_nobody_has_it()
    {
        var (story, down, slow) = await TwoAsync();
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), down.Number, Cancellation);

        await story.MergeAsync(story.Bo, down, slow);

        var target = await story.ReadAsync(slow);
        Assert.Equal((Severity.Critical, 2, true), (target.Severity, target.TriggerCount, target.NeedsPaging));
        Assert.Equal(["ana by push"], await story.PagesAsync(slow));
        Assert.Contains(
            await story.TimelineAsync(slow),
            entry => entry.Text.Contains("which says nothing about this one", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_other_is_resolved_when_all_alerts_of_both_are_over()
    {
        var (story, down, slow) = await TwoAsync();
        await story.MergeAsync(story.Bo, down, slow);

        await story.QuietAsync("slow", Severity.Warning);
        Assert.True((await story.ReadAsync(slow)).IsOpen);
        await story.QuietAsync("down");

        Assert.Equal(Incident.BySource, (await story.ReadAsync(slow)).ResolvedBy);
    }

    [Fact]
    public async Task A_trigger_of_the_merged_group_joins_the_other_and_once_that_is_over_opens_a_new_one()
    {
        var (story, down, slow) = await TwoAsync();
        await story.MergeAsync(story.Bo, down, slow);

        await story.FireAsync("worse");

        Assert.Equal(2, (await story.AllAsync()).Count);
        Assert.Equal(3, (await story.ReadAsync(slow)).TriggerCount);
        await story.Commands.ResolveAsync(Story.As(story.Bo), slow.Number, Cancellation);
        await story.FireAsync("worst");
        var next = await story.NewestAsync();
        Assert.Equal((3, slow.Number), ((await story.AllAsync()).Count, next.Follows));
    }

    [Fact]
    public async Task The_earlier_times_are_taken_and_the_portal_says_so_beside_the_old_ones()
    {
        var (story, down, slow) = await TwoAsync();
        await story.MergeAsync(story.Bo, slow, down);
        Assert.Empty(await portal.Get<IncidentStore>().CorrectionsAsync(down.Id, Cancellation));
        var late = await DeclareAsync(story, Severity.High);

        await story.MergeAsync(story.Bo, down, late);

        var target = await story.ReadAsync(late);
        var corrections = await portal.Get<IncidentStore>().CorrectionsAsync(late.Id, Cancellation);
        Assert.Equal((down.ImpactStart, down.DetectedAt), (target.ImpactStart, target.DetectedAt));
        Assert.Equal([Stamp.ImpactStart, Stamp.Detected], corrections.Select(one => one.Stamp).Order());
        Assert.All(corrections, one => Assert.Equal(Timeline.Itself, one.By));
        var parts = await portal.Get<MergedIncidents>().OfAsync(late.Number, Cancellation);
        Assert.Equal([down.Number, slow.Number], parts.Select(part => part.Number));
    }

    [Fact]
    public async Task Steps_that_waited_do_not_follow()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"));
        await story.FireAsync("down");
        var down = await story.NewestAsync();
        await story.PagesAsync(down);
        var known = await DeclareAsync(story, Severity.Critical);
        await story.Commands.AcknowledgeAsync(Story.As(story.Chi), known.Number, Cancellation);

        await story.MergeAsync(story.Chi, down, known);

        await story.PassAsync(Duration.FromMinutes(30));
        Assert.Equal(["ana by push"], await story.PagesAsync(down));
        Assert.DoesNotContain("bo by push", await story.PagesAsync(known), StringComparer.Ordinal);
    }

    [Fact]
    public async Task One_that_belongs_to_no_service_is_paged_for_by_the_policy_of_what_is_merged_into_it()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("down");
        var down = await story.NewestAsync();
        var declared = await story.Commands.OpenAsync(
            Story.As(story.Bo),
            "Payments fail",
            Severity.Critical,
            null,
            Cancellation
        );

        await story.MergeAsync(story.Bo, down, declared);

        Assert.Equal(["ana by push"], await story.PagesAsync(declared));
    }

    [Fact]
    public async Task Snoozed_and_raised_to_critical_by_the_merge_it_pages()
    {
        var (story, down, slow) = await TwoAsync();
        await story.SnoozeAsync(story.Chi, slow, Duration.FromHours(1));

        await story.MergeAsync(story.Bo, down, slow);

        Assert.Contains("ana by push", await story.PagesAsync(slow), StringComparer.Ordinal);
        Assert.False((await story.ReadAsync(slow)).IsSnoozed);
    }

    [Fact]
    public async Task What_pages_wakes_somebody_though_the_other_was_acknowledged_as_something_smaller()
    {
        var (story, down, slow) = await TwoAsync();
        await story.Commands.SetSeverityAsync(Story.As(story.Bo), down.Number, Severity.Warning, Cancellation);
        await story.Commands.AcknowledgeAsync(Story.As(story.Chi), slow.Number, Cancellation);
        await story.MergeAsync(story.Bo, down, slow);
        Assert.Empty(await story.PagesAsync(slow));

        await story.FireAsync("worse");

        var pages = await story.PagesAsync(slow);
        Assert.Equal(["ana by push", "chi by push"], pages.Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public async Task A_report_counts_the_two_once()
    {
        var (story, down, slow) = await TwoAsync();
        await story.MergeAsync(story.Bo, down, slow);
        var day = new TimeRange(down.DetectedAt - Duration.FromHours(1), down.DetectedAt + Duration.FromHours(1));

        var counted = await portal.Get<ReportStore>().IncidentsAsync(day, null, Cancellation);

        Assert.DoesNotContain(counted, one => one.Number == down.Number);
        Assert.Contains(counted, one => one.Number == slow.Number);
    }

    [Fact]
    public async Task What_the_merged_one_paged_counts_for_its_rule()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("down");
        var down = await story.NewestAsync();
        await story.PagesAsync(down);
        var known = await DeclareAsync(story, Severity.High);
        await story.Commands.AcknowledgeAsync(Story.As(story.Chi), known.Number, Cancellation);
        await story.MergeAsync(story.Bo, down, known);
        var alert = Assert.Single(await portal.Get<IncidentStore>().AlertsAsync(known.Id, Cancellation));
        var day = new TimeRange(down.DetectedAt - Duration.FromHours(1), down.DetectedAt + Duration.FromHours(1));

        var quality = await portal.Get<AlertQualityStore>().ListAsync(day, null, Cancellation);

        var rule = quality.Single(one => one.Rule == alert.Rule);
        Assert.Equal((1, 1, 1), (rule.Incidents, rule.Paged, rule.Acknowledged));
    }

    [Fact]
    public async Task The_postmortem_of_the_other_names_it_and_it_has_none_of_its_own()
    {
        var (story, down, slow) = await TwoAsync();
        await story.MergeAsync(story.Bo, down, slow);
        await story.Commands.ResolveAsync(Story.As(story.Bo), slow.Number, Cancellation);

        var draft = await portal.Get<PostmortemStore>().FindAsync(new PostmortemKey(null, slow.Number), Cancellation);

        Assert.Contains($"incident {down.Number} (down fails)", draft!.Sections[0].Text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DomainException>(() =>
            portal.Get<PostmortemCommands>().DraftAsync(Story.As(story.Bo), down.Number, null, Cancellation)
        );
    }

    private static Task<Incident> DeclareAsync(Story story, Severity severity) =>
        story.Commands.OpenAsync(Story.As(story.Bo), "Payments fail", severity, story.Service, Cancellation);

    /// <summary>Of one service: what pages, and what is quiet.</summary>
    private async Task<(Story Story, Incident Down, Incident Slow)> TwoAsync()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync("down");
        var down = await story.NewestAsync();
        await story.FireAsync("slow", Severity.Warning);
        return (story, down, await story.NewestAsync());
    }
}
