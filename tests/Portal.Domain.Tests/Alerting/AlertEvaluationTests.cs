using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Alerting;

/// <summary>From pending to resolved, with data that can be judged.</summary>
public sealed class AlertEvaluationTests
{
    [Fact]
    public void Without_for_it_fires_at_the_first_evaluation_and_resolves_at_the_first_good_one() =>
        new AlertStory(A.Rule()).Play(
            """
            0:00 | a=0.01 b=0.02 |                   |
            0:15 | a=0.06 b=0.02 | a:firing          | a >firing:conditionMet
            0:30 | a=0.07 b=0.08 | a:firing b:firing | b >firing:conditionMet
            0:45 | a=0.05 b=0.08 | b:firing          | a firing>resolved:recovered
            1:00 | a=0.06 b=0.08 | a:firing b:firing | a >firing:conditionMet
            """
        );

    [Fact]
    public void For_is_reached_when_so_much_time_has_passed_since_it_became_active() =>
        new AlertStory(A.Rule(@for: Duration.FromMinutes(1))).Play(
            """
            0:00 | a=0.06 | a:pending | a >pending:conditionMet
            0:15 | a=0.06 | a:pending |
            0:59 | a=0.06 | a:pending |
            1:00 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );

    [Fact]
    public void One_good_value_while_pending_starts_over() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(30))).Play(
            """
            0:00 | a=0.06 | a:pending | a >pending:conditionMet
            0:15 | a=0.01 |           | a pending>resolved:recovered
            0:30 | a=0.06 | a:pending | a >pending:conditionMet
            0:45 | a=0.06 | a:pending |
            1:00 | a=0.06 | a:firing  | a pending>firing:forReached
            """
        );

    [Fact]
    public void An_alert_keeps_its_times_through_an_episode_and_gets_new_ones_for_the_next()
    {
        var story = new AlertStory(A.Rule(@for: Duration.FromSeconds(15))).Play(
            """
            0:00 | a=0.06 | a:pending | a >pending:conditionMet
            0:15 | a=0.07 | a:firing  | a pending>firing:forReached
            0:30 | a=0.08 | a:firing  |
            """
        );

        Assert.Equal(AlertStory.At("0:00"), story["a"].ActiveAt);
        Assert.Equal(AlertStory.At("0:15"), story["a"].StartsAt);
        Assert.Equal(AlertStory.At("0:15"), story["a"].FiredAt);
        Assert.Equal(0.08, story["a"].Value);
        Assert.Equal(2, story["a"].Seq);

        story.Play(
            """
            0:45 | a=0.01 |           | a firing>resolved:recovered
            1:00 | a=0.06 | a:pending | a >pending:conditionMet
            """
        );

        Assert.Null(story["a"].StartsAt);
        Assert.Null(story["a"].ResolvedAt);
        Assert.Equal(4, story["a"].Seq);
    }

    [Fact]
    public void A_recovery_threshold_holds_the_alert_until_it_is_passed() =>
        new AlertStory(A.Rule(recovery: 0.04)).Play(
            """
            0:00 | a=0.045 |              |
            0:15 | a=0.06  | a:firing     | a >firing:conditionMet
            0:30 | a=0.045 | a:recovering | a firing>recovering:notYetRecovered
            0:45 | a=0.06  | a:firing     | a recovering>firing:relapsed
            1:00 | a=0.041 | a:recovering | a firing>recovering:notYetRecovered
            1:15 | a=0.04  |              | a recovering>resolved:recovered
            """
        );

    [Fact]
    public void A_relapse_moves_fired_at_and_not_starts_at()
    {
        var story = new AlertStory(A.Rule(recovery: 0.04)).Play(
            """
            0:00 | a=0.06  | a:firing     | a >firing:conditionMet
            0:15 | a=0.045 | a:recovering | a firing>recovering:notYetRecovered
            0:30 | a=0.06  | a:firing     | a recovering>firing:relapsed
            """
        );

        Assert.Equal(AlertStory.At("0:00"), story["a"].StartsAt);
        Assert.Equal(AlertStory.At("0:30"), story["a"].FiredAt);
    }

    [Fact]
    public void Pending_knows_no_recovery_threshold() =>
        new AlertStory(A.Rule(@for: Duration.FromMinutes(1), recovery: 0.04)).Play(
            """
            0:00 | a=0.06  | a:pending | a >pending:conditionMet
            0:15 | a=0.045 |           | a pending>resolved:recovered
            """
        );

    [Fact]
    public void Keep_firing_for_counts_from_the_first_good_evaluation() =>
        new AlertStory(A.Rule() with { KeepFiringFor = Duration.FromSeconds(30) }).Play(
            """
            0:00 | a=0.06 | a:firing     | a >firing:conditionMet
            0:15 | a=0.01 | a:recovering | a firing>recovering:keepFiring
            0:30 | a=0.01 | a:recovering |
            0:45 | a=0.01 |              | a recovering>resolved:recovered
            1:00 | a=0.06 | a:firing     | a >firing:conditionMet
            1:15 | a=0.01 | a:recovering | a firing>recovering:keepFiring
            1:30 | a=0.06 | a:firing     | a recovering>firing:relapsed
            1:45 | a=0.01 | a:recovering | a firing>recovering:keepFiring
            2:00 | a=0.01 | a:recovering |
            2:15 | a=0.01 |              | a recovering>resolved:recovered
            """
        );

    [Fact]
    public void Keep_firing_for_begins_behind_the_recovery_threshold() =>
        new AlertStory(A.Rule(recovery: 0.04) with { KeepFiringFor = Duration.FromSeconds(30) }).Play(
            """
            0:00 | a=0.06  | a:firing     | a >firing:conditionMet
            0:15 | a=0.045 | a:recovering | a firing>recovering:notYetRecovered
            0:30 | a=0.01  | a:recovering |
            0:45 | a=0.045 | a:recovering |
            1:00 | a=0.01  | a:recovering |
            1:15 | a=0.01  | a:recovering |
            1:30 | a=0.01  |              | a recovering>resolved:recovered
            """
        );

    [Fact]
    public void A_series_that_is_there_and_fine_resolves_at_once_and_one_that_is_gone_after_two_evaluations() =>
        new AlertStory(A.Rule()).Play(
            """
            0:00 | a=0.06 b=0.06 c=0.01 | a:firing b:firing | a >firing:conditionMet, b >firing:conditionMet
            0:15 | a=0.01 c=0.01        | b:firing          | a firing>resolved:recovered
            0:30 | c=0.01               |                   | b firing>resolved:missingSeries
            """
        );

    [Fact]
    public void A_series_that_comes_back_in_time_was_never_gone() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(45))).Play(
            """
            0:00 | a=0.06 c=0.01 | a:pending | a >pending:conditionMet
            0:15 | c=0.01        | a:pending |
            0:30 | a=0.06 c=0.01 | a:pending |
            0:45 | c=0.01        | a:pending |
            1:00 | a=0.06 c=0.01 | a:firing  | a pending>firing:forReached
            1:15 | c=0.01        | a:firing  |
            1:30 | a=0.06 c=0.01 | a:firing  |
            1:45 | c=0.01        | a:firing  |
            2:00 | c=0.01        |           | a firing>resolved:missingSeries
            """
        );

    [Fact]
    public void Keep_firing_for_also_covers_a_series_that_is_gone() =>
        new AlertStory(A.Rule() with { KeepFiringFor = Duration.FromSeconds(30) }).Play(
            """
            0:00 | a=0.06 c=0.01 | a:firing     | a >firing:conditionMet
            0:15 | c=0.01        | a:firing     |
            0:30 | c=0.01        | a:recovering | a firing>recovering:keepFiring
            0:45 | c=0.01        | a:recovering |
            1:00 | c=0.01        |              | a recovering>resolved:missingSeries
            """
        );

    [Fact]
    public void Not_a_number_is_a_missing_value_whatever_the_condition() =>
        new AlertStory(A.Rule(comparison: Comparison.NotEqual, threshold: 0)).Play(
            """
            0:00 | a=NaN c=0 |          |
            0:15 | a=1 c=0   | a:firing | a >firing:conditionMet
            0:30 | a=NaN c=0 | a:firing |
            0:45 | a=NaN c=0 |          | a firing>resolved:missingSeries
            """
        );

    [Fact]
    public void Infinity_is_a_value() =>
        new AlertStory(A.Rule()).Play("0:00 | a=Infinity b=-Infinity | a:firing | a >firing:conditionMet");

    [Fact]
    public void Labels_are_those_of_the_series_then_of_the_rule_then_of_its_identity()
    {
        var rule = A.Rule() with
        {
            Labels = LabelSet.Of(("team", "shop"), ("place", "{{ labels.route }}!"), ("alertname", "x")),
        };
        var sample = new Sample(LabelSet.Of(("__name__", "errors"), ("route", "a"), ("team", "none")), 1);

        var result = AlertEvaluation.Next(
            rule,
            A.Identity,
            [],
            QueryOutcome.Answer([sample]),
            RuleHealth.NotEvaluated,
            AlertStory.Start
        );

        Assert.Equal(
            """{alertname="ErrorRate", place="a!", route="a", severity="warning", team="shop"}""",
            Assert.Single(result.Instances).Labels.ToString()
        );
    }

    [Fact]
    public void A_step_carries_the_texts_of_its_moment()
    {
        var rule = A.Rule() with
        {
            Annotations = LabelSet.Of(("summary", "{{ labels.route }} fails {{ value | percent }}")),
        };

        var story = new AlertStory(rule).Play("0:00 | a=0.147 | a:firing | a >firing:conditionMet");

        Assert.Equal("a fails 14.7 %", Assert.Single(story.Steps).Annotations["summary"]);
    }
}
