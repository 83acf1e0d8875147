using NodaTime;
using Portal.Domain;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Incidents;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class PagingTests(StillPortal portal)
{
    private static readonly ContactMethod Push = new("push", ContactMethodType.Webhook, "https://phone.example/");
    private static readonly ContactMethod Mail = new("mail", ContactMethodType.Email, "somebody@shop.example");
    private static readonly ContactMethod Dead = new("dead", ContactMethodType.Webhook, "https://dead.example/");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_follow_each_other_in_their_time_until_the_last()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"), Story.After(15, "chi"));
        await story.FireAsync();
        var incident = await story.NewestAsync();

        await story.PassAsync(Duration.FromMinutes(4));
        Assert.Equal(["ana by push"], await story.PagesAsync(incident));
        await story.PassAsync(Duration.FromMinutes(1));
        Assert.Equal(["ana by push", "bo by push"], await story.PagesAsync(incident));
        await story.PassAsync(Duration.FromMinutes(60));

        Assert.Equal(["ana by push", "bo by push", "chi by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task Nobody_behind_a_step_means_that_the_next_follows_at_once()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"));
        await story.ReachAsync(story.Ana, []);

        await story.FireAsync();

        Assert.Equal(["bo by push"], await story.PagesAsync(await story.NewestAsync()));
    }

    [Fact]
    public async Task A_persons_own_rules_go_on_until_somebody_acknowledges()
    {
        var story = await Story.BeginAsync(portal);
        await story.ReachAsync(
            story.Ana,
            [Push, Mail],
            new(Duration.Zero, "push"),
            new(Duration.FromMinutes(2), "mail"),
            new(Duration.FromMinutes(4), "push")
        );
        await story.FireAsync();
        var incident = await story.NewestAsync();

        await story.PassAsync(Duration.FromMinutes(2));
        Assert.Equal(["ana by push", "ana by mail"], await story.PagesAsync(incident));
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation);
        await story.PassAsync(Duration.FromMinutes(10));

        Assert.Equal(["ana by push", "ana by mail"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task The_same_way_may_be_tried_again_and_again()
    {
        var story = await Story.BeginAsync(portal);
        await story.ReachAsync(
            story.Ana,
            [Push],
            new(Duration.Zero, "push"),
            new(Duration.FromMinutes(2), "push"),
            new(Duration.FromMinutes(4), "push")
        );
        await story.FireAsync();
        var incident = await story.NewestAsync();

        await story.PassAsync(Duration.FromMinutes(2));
        Assert.Equal(["ana by push", "ana by push"], await story.PagesAsync(incident));
        await story.PassAsync(Duration.FromMinutes(2));

        Assert.Equal(["ana by push", "ana by push", "ana by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task A_way_that_fails_is_replaced_by_another()
    {
        var story = await Story.BeginAsync(portal);
        await story.ReachAsync(story.Ana, [Dead, Mail], new NotificationRule(Duration.Zero, "dead"));

        await story.FireAsync();

        var incident = await story.NewestAsync();
        Assert.Equal(["ana by mail"], await story.PagesAsync(incident));
        Assert.Single(await story.TimelineAsync(incident), entry => entry.Kind is TimelineKind.NotDelivered);
    }

    [Fact]
    public async Task Whom_no_way_reaches_is_passed_over_at_once()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(30, "bo"));
        await story.ReachAsync(story.Ana, [Dead]);

        await story.FireAsync();

        Assert.Equal(["bo by push"], await story.PagesAsync(await story.NewestAsync()));
    }

    [Fact]
    public async Task A_step_is_not_hurried_while_somebody_of_it_is_reached()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana", "bo"), Story.After(30, "chi"));
        await story.ReachAsync(story.Ana, [Dead]);

        await story.FireAsync();

        Assert.Equal(["bo by push"], await story.PagesAsync(await story.NewestAsync()));
    }

    [Fact]
    public async Task Who_acknowledges_and_does_not_come_back_is_paged_with_the_first_step()
    {
        var story = await Story.BeginAsync(portal, Duration.FromMinutes(30), Story.After(0, "ana"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        await story.Commands.AcknowledgeAsync(Story.As(story.Bo), incident.Number, Cancellation);

        await story.PassAsync(Duration.FromMinutes(30));

        Assert.Equal(
            ["ana by push", "ana by push", "bo by push"],
            (await story.PagesAsync(incident)).Order(StringComparer.Ordinal).ToArray()
        );
        var now = await story.NewestAsync();
        Assert.Equal(IncidentState.Triggered, now.State);
        Assert.Equal(story.Bo, now.AcknowledgedBy);
    }

    [Fact]
    public async Task Escalating_after_the_acknowledge_goes_on_and_spares_whoever_has_it()
    {
        var story = await Story.BeginAsync(
            portal,
            Story.After(0, "ana"),
            Story.After(5, "ana", "bo"),
            Story.After(9, "chi")
        );
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation);

        await story.Commands.EscalateAsync(Story.As(story.Ana), incident.Number, Cancellation);

        Assert.Equal(["ana by push", "bo by push"], await story.PagesAsync(incident));
        await story.Commands.EscalateAsync(Story.As(story.Ana), incident.Number, Cancellation);
        Assert.Equal(["ana by push", "bo by push", "chi by push"], await story.PagesAsync(incident));
        await Assert.ThrowsAsync<DomainException>(() =>
            story.Commands.EscalateAsync(Story.As(story.Ana), incident.Number, Cancellation)
        );
    }

    [Fact]
    public async Task Whoever_has_it_alone_is_told_that_nobody_is_left_to_escalate_to()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "ana"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation);

        await Assert.ThrowsAsync<DomainException>(() =>
            story.Commands.EscalateAsync(Story.As(story.Ana), incident.Number, Cancellation)
        );

        var read = await portal.Get<IncidentReader>().FindAsync(incident.Number, Cancellation);
        Assert.Null(read!.Upcoming);
        Assert.DoesNotContain(read.Timeline, entry => entry.Kind is TimelineKind.Escalated);
    }

    [Fact]
    public async Task Two_who_escalate_the_same_step_page_it_once()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"), Story.After(9, "chi"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        var seen = new EscalationPosition(0, 1);
        await story.Commands.EscalateAsync(Story.As(story.Ana), incident.Number, Cancellation, seen);

        await Assert.ThrowsAsync<DomainException>(() =>
            story.Commands.EscalateAsync(Story.As(story.Bo), incident.Number, Cancellation, seen)
        );

        Assert.Equal(["ana by push", "bo by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task Somebody_paged_by_name_is_paged_each_time_that_somebody_asks()
    {
        var story = await Story.BeginAsync(portal);
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        await story.Commands.AcknowledgeAsync(Story.As(story.Ana), incident.Number, Cancellation);

        await story.Commands.PageAsync(Story.As(story.Ana), incident.Number, story.Chi, Cancellation);
        await story.PagesAsync(incident);
        await story.Commands.PageAsync(Story.As(story.Ana), incident.Number, story.Chi, Cancellation);

        Assert.Equal(["ana by push", "chi by push", "chi by push"], await story.PagesAsync(incident));
    }
}
