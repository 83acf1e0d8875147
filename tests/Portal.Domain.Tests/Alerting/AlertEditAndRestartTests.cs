using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;

namespace Portal.Domain.Tests.Alerting;

/// <summary>Rules that people edit, pause and delete, and a portal that was away.</summary>
public sealed class AlertEditAndRestartTests
{
    private static readonly Duration TenMinutes = Duration.FromMinutes(10);

    [Fact]
    public void A_short_gap_keeps_pending_as_it_was() =>
        new AlertStory(A.Rule(@for: TenMinutes)).Play(
            """
            00:00 | a=0.06 | a:pending | a >pending:conditionMet
            05:00 | a=0.06 | a:pending |
            10:00 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );

    [Fact]
    public void Twice_the_interval_is_a_short_gap_for_a_slow_rule() =>
        new AlertStory(A.Rule(@for: TenMinutes) with { Interval = Duration.FromMinutes(10) }).Play(
            """
            00:00 | a=0.06 | a:pending | a >pending:conditionMet
            20:00 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );

    [Fact]
    public void A_gap_up_to_an_hour_keeps_pending_but_needs_one_more_bad_evaluation() =>
        new AlertStory(A.Rule(@for: TenMinutes)).Play(
            """
            0:00:00 | a=0.06 | a:pending | a >pending:conditionMet
            1:00:00 | a=0.06 | a:pending |
            1:00:15 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );

    [Fact]
    public void A_longer_gap_starts_for_over()
    {
        var story = new AlertStory(A.Rule(@for: TenMinutes)).Play(
            """
            0:00:00 | a=0.06 | a:pending | a >pending:conditionMet
            1:00:01 | a=0.06 | a:pending |
            1:05:01 | a=0.06 | a:pending |
            1:10:00 | a=0.06 | a:pending |
            1:10:01 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );

        Assert.Equal(AlertStory.At("1:00:01"), story["a"].ActiveAt);
    }

    [Fact]
    public void A_backend_that_was_down_is_a_gap_like_a_portal_that_was_away() =>
        new AlertStory(A.Rule(@for: TenMinutes)).Play(
            """
            00:00 | a=0.06 | a:pending | a >pending:conditionMet
            04:00 | down   | a:pending |
            08:00 | down   | a:pending |
            12:00 | a=0.06 | a:pending |
            12:15 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );

    [Fact]
    public void Firing_stays_firing_over_any_gap_until_a_successful_evaluation_says_otherwise() =>
        new AlertStory(A.Rule()).Play(
            """
            0:00:00  | a=0.06 | a:firing | a >firing:conditionMet
            5:00:00  | down   | a:firing |
            30:00:00 | a=0.06 | a:firing |
            60:00:00 | a=0.01 |          | a firing>resolved:recovered
            """
        );

    [Fact]
    public void Editing_query_threshold_for_or_texts_keeps_alerts()
    {
        var story = new AlertStory(A.Rule()).Play("0:00 | a=0.06 | a:firing | a >firing:conditionMet");

        story.Rule = story.Rule with
        {
            For = TenMinutes,
            Query = "other",
            Annotations = LabelSet.Of(("summary", "new")),
        };
        story.Play("0:15 | a=0.06 | a:firing |");

        story.Rule = story.Rule with { Condition = new(Comparison.Above, 0.5) };
        story.Play("0:30 | a=0.06 | | a firing>resolved:recovered");
    }

    [Fact]
    public void Changing_labels_closes_the_old_alert_and_opens_the_new_linked_and_still_firing()
    {
        var story = new AlertStory(A.Rule(@for: TenMinutes)).Play(
            """
            00:00 | a=0.06 | a:pending | a >pending:conditionMet
            05:00 | a=0.06 | a:pending |
            10:00 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );
        var old = story["a"];
        story.Rule = story.Rule with { Labels = LabelSet.Of(("team", "shop")) };

        story.Play("10:15 | a=0.06 | a:firing | a firing>resolved:labelsChanged, a >firing:labelsChanged");

        var (closed, opened) = (story.Steps[0].Instance, story.Steps[1].Instance);
        Assert.Equal(old.Labels, closed.Labels);
        Assert.Equal(old.Fingerprint, opened.Continues);
        Assert.Equal("shop", opened.Labels["team"]);
        Assert.Equal(old.ActiveAt, opened.ActiveAt);
        Assert.Equal(AlertStory.At("10:15"), opened.StartsAt);
    }

    [Fact]
    public void Pending_goes_on_counting_under_new_labels()
    {
        var story = new AlertStory(A.Rule(@for: Duration.FromSeconds(30))).Play(
            "0:00 | a=0.06 | a:pending | a >pending:conditionMet"
        );
        story.Identity = A.Identity.With("severity", "critical");

        story.Play(
            """
            0:15 | a=0.06 | a:pending | a pending>resolved:labelsChanged, a >pending:labelsChanged
            0:30 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );
    }

    [Fact]
    public void An_alert_that_ends_right_after_the_edit_ends_under_its_old_labels()
    {
        var story = new AlertStory(A.Rule()).Play("0:00 | a=0.06 | a:firing | a >firing:conditionMet");
        story.Identity = A.Identity.With("severity", "critical");

        story.Play("0:15 | a=0.01 | | a firing>resolved:recovered");

        Assert.Equal("warning", story["a"].Labels["severity"]);
    }

    [Fact]
    public void The_alert_about_the_rule_changes_its_labels_too()
    {
        var story = new AlertStory(A.Rule() with { OnError = OnError.Error }).Play(
            "0:00 | down | error:firing | error >firing:queryFailed"
        );
        story.Identity = A.Identity.With("severity", "critical");

        story.Play("0:15 | down | error:firing | error firing>resolved:labelsChanged, error >firing:labelsChanged");
    }

    [Fact]
    public void Pausing_resolves_with_that_reason_and_asks_nothing()
    {
        var story = new AlertStory(A.Rule(@for: Duration.FromSeconds(15))).Play(
            """
            0:00 | a=0.06        | a:pending          | a >pending:conditionMet
            0:15 | a=0.06 b=0.06 | a:firing b:pending | a pending>firing:forReached, b >pending:conditionMet
            """
        );
        story.Rule = story.Rule with { Paused = true };

        story.Play(
            """
            0:30 | down   | | a firing>resolved:paused, b pending>resolved:paused
            0:45 | a=0.06 | |
            """
        );

        Assert.Equal(AlertStory.At("0:15"), story.Health.EvaluatedAt);
    }

    [Fact]
    public void Deleting_resolves_with_that_reason_even_what_keep_firing_for_holds()
    {
        var rule = A.Rule() with { KeepFiringFor = TenMinutes };
        var story = new AlertStory(rule).Play("0:00 | a=0.06 | a:firing | a >firing:conditionMet");

        var closed = AlertEvaluation.Close(
            rule,
            [story["a"]],
            story.Health,
            TransitionReason.Deleted,
            AlertStory.At("0:15")
        );

        var step = Assert.Single(closed.Transitions);
        Assert.Equal(
            (AlertState.Firing, AlertState.Resolved, TransitionReason.Deleted),
            (step.From, step.To, step.Reason)
        );
        Assert.True(step.IsAnnounced);
        Assert.Equal(TransitionReason.Deleted, step.Instance.ResolvedReason);
        Assert.Equal(AlertStory.At("0:15"), step.Instance.ResolvedAt);
    }

    [Fact]
    public void Reasons_have_words_that_read_like_their_names()
    {
        foreach (var reason in Enum.GetValues<TransitionReason>())
        {
            Assert.Equal(reason.ToString(), reason.Word(), ignoreCase: true);
        }
    }
}
