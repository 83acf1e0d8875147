using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Alerting;

/// <summary>What cannot be judged, and what an empty result means.</summary>
public sealed class AlertFailureTests
{
    [Fact]
    public void A_failed_query_or_a_partial_result_freezes_every_alert() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(30)) with { KeepFiringFor = Duration.FromSeconds(15) }).Play(
            """
            0:00 | a=0.06 b=0.01        | a:pending                        | a >pending:conditionMet
            0:15 | a=0.06 b=0.06        | a:pending b:pending              | b >pending:conditionMet
            0:30 | a=0.06 b=0.06        | a:firing b:pending               | a pending>firing:forReached
            0:45 | down                 | a:firing b:pending               |
            1:00 | part b=0.06          | a:firing b:pending               |
            1:15 | down                 | a:firing b:pending               |
            1:30 | a=0.01 b=0.06        | a:recovering b:firing            | a firing>recovering:keepFiring, b pending>firing:forReached
            1:45 | down                 | a:recovering b:firing            |
            2:00 | a=0.01 b=0.01        | b:recovering                     | a recovering>resolved:recovered, b firing>recovering:keepFiring
            """
        );

    [Fact]
    public void A_failed_slot_is_neither_present_nor_missing() =>
        new AlertStory(A.Rule()).Play(
            """
            0:00 | a=0.06 c=0.01 | a:firing | a >firing:conditionMet
            0:15 | c=0.01        | a:firing |
            0:30 | down          | a:firing |
            0:45 | c=0.01        |          | a firing>resolved:missingSeries
            """
        );

    [Fact]
    public void Health_says_why_and_counts_the_slots_that_failed()
    {
        var story = new AlertStory(A.Rule());

        story.Play("0:00 | a=0.01 | |");
        Assert.Equal(HealthStatus.Ok, story.Health.Status);

        story.Play("0:15 | down | |");
        Assert.Equal(
            (HealthStatus.Error, "prom: connection refused.", QueryFailure.Unreachable, 1),
            Summary(story.Health)
        );

        story.Play("0:30 | part a=0.06 | |");
        Assert.Equal((HealthStatus.Partial, "store a is down", null, 2), Summary(story.Health));
        Assert.False(story.Health.CannotEvaluate);

        story.Play("0:45 | down | |");
        Assert.True(story.Health.CannotEvaluate);
        Assert.Equal(AlertStory.At("0:00"), story.Health.ObservedAt);
        Assert.Equal(AlertStory.At("0:45"), story.Health.EvaluatedAt);

        story.Play("1:00 | a=0.01 | |");
        Assert.Equal((HealthStatus.Ok, null, null, 0), Summary(story.Health));
    }

    [Fact]
    public void Open_alerts_are_extended_by_every_evaluation()
    {
        Assert.Equal(AlertStory.At("4:00"), A.Rule().EndsAt(AlertStory.Start));
        Assert.Equal(
            AlertStory.At("20:00"),
            (A.Rule() with { Interval = Duration.FromMinutes(5) }).EndsAt(AlertStory.Start)
        );
    }

    [Fact]
    public void An_error_may_be_an_alert_of_its_own() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(15)) with { OnError = OnError.Error }).Play(
            """
            0:00 | a=0.06 | a:pending               | a >pending:conditionMet
            0:15 | down   | a:pending error:pending | error >pending:queryFailed
            0:30 | down   | a:pending error:firing  | error pending>firing:forReached
            0:45 | part   | a:pending error:firing  |
            1:00 | a=0.06 | a:firing                | a pending>firing:forReached, error firing>resolved:restored
            """
        );

    [Fact]
    public void An_error_may_count_as_the_condition_and_resolves_nothing_then_either() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(30)) with { OnError = OnError.Alert }).Play(
            """
            0:00 | down   | error:pending | error >pending:queryFailed
            0:15 | a=0.06 | a:pending     | a >pending:conditionMet, error pending>resolved:restored
            0:30 | down   | a:pending     |
            0:45 | down   | a:firing      | a pending>firing:forReached
            1:00 | down   | a:firing      |
            """
        );

    [Fact]
    public void An_alert_about_errors_fires_though_nothing_is_seen_for_longer_than_a_gap() =>
        new AlertStory(
            A.Rule(@for: Duration.FromMinutes(10)) with
            {
                Interval = Duration.FromMinutes(4),
                OnError = OnError.Error,
            }
        ).Play(
            """
            00:00 | a=0.01 |               |
            04:00 | down   | error:pending | error >pending:queryFailed
            08:00 | down   | error:pending |
            12:00 | down   | error:pending |
            16:00 | down   | error:firing  | error pending>firing:forReached
            """
        );

    [Fact]
    public void No_data_may_be_fine() =>
        new AlertStory(A.Rule() with { OnNoData = OnNoData.Ok }).Play(
            """
            0:00 | a=0.06 | a:firing | a >firing:conditionMet
            0:15 | empty  |          | a firing>resolved:noData
            """
        );

    [Fact]
    public void No_data_that_is_fine_still_waits_for_keep_firing_for() =>
        new AlertStory(A.Rule() with { KeepFiringFor = Duration.FromSeconds(15) }).Play(
            """
            0:00 | a=0.06 | a:firing     | a >firing:conditionMet
            0:15 | empty  | a:recovering | a firing>recovering:keepFiring
            0:30 | empty  |              | a recovering>resolved:noData
            """
        );

    [Fact]
    public void No_data_may_change_nothing() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(30)) with { OnNoData = OnNoData.Keep }).Play(
            """
            0:00 | a=0.06       | a:pending           | a >pending:conditionMet
            0:15 | empty        | a:pending           |
            0:30 | a=NaN        | a:pending           |
            0:45 | a=0.06       | a:firing            | a pending>firing:forReached
            1:00 | empty        | a:firing            |
            """
        );

    [Fact]
    public void No_data_may_be_an_alert_of_its_own_while_the_others_stay() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(15)) with { OnNoData = OnNoData.NoData }).Play(
            """
            0:00 | a=0.06 | a:pending               | a >pending:conditionMet
            0:15 | a=0.06 | a:firing                | a pending>firing:forReached
            0:30 | empty  | a:firing noData:pending | noData >pending:noData
            0:45 | empty  | a:firing noData:firing  | noData pending>firing:forReached
            1:00 | down   | a:firing noData:firing  |
            1:15 | a=0.01 |                         | a firing>resolved:recovered, noData firing>resolved:restored
            """
        );

    [Fact]
    public void No_data_may_count_as_the_condition() =>
        new AlertStory(A.Rule(@for: Duration.FromSeconds(15)) with { OnNoData = OnNoData.Alert }).Play(
            """
            0:00 | empty  | noData:pending | noData >pending:noData
            0:15 | empty  | noData:firing  | noData pending>firing:forReached
            0:30 | a=0.06 | a:pending      | a >pending:conditionMet, noData firing>resolved:restored
            0:45 | empty  | a:firing       | a pending>firing:forReached
            1:00 | a=0.01 |                | a firing>resolved:recovered
            """
        );

    [Theory]
    [InlineData(OnNoData.Ok, HealthStatus.Ok)]
    [InlineData(OnNoData.Keep, HealthStatus.NoData)]
    [InlineData(OnNoData.NoData, HealthStatus.NoData)]
    [InlineData(OnNoData.Alert, HealthStatus.NoData)]
    public void Health_is_no_data_unless_that_is_fine(OnNoData choice, HealthStatus expected)
    {
        var story = new AlertStory(A.Rule() with { OnNoData = choice });

        story.Evaluate(AlertStory.Start, QueryOutcome.Answer<Sample>([]));

        Assert.Equal(expected, story.Health.Status);
    }

    [Fact]
    public void An_alert_about_the_rule_says_what_it_is_about()
    {
        var rule = A.Rule() with
        {
            OnError = OnError.Error,
            Annotations = LabelSet.Of(("summary", "{{ labels.route }} fails {{ value }}"), ("impact", "orders")),
        };

        var step = Assert.Single(
            new AlertStory(rule).Play("0:00 | down | error:firing | error >firing:queryFailed").Steps
        );

        Assert.Equal("ErrorRate cannot be evaluated", step.Annotations["summary"]);
        Assert.Equal("prom: connection refused.", step.Annotations["description"]);
        Assert.Equal("orders", step.Annotations["impact"]);
        Assert.Equal(
            """{alert_reason="error", alertname="ErrorRate", severity="warning"}""",
            step.Instance.Labels.ToString()
        );
    }

    [Fact]
    public void Two_series_with_one_final_label_set_are_an_error_that_names_both_and_changes_nothing()
    {
        var story = new AlertStory(A.Rule()).Play("0:00 | a=0.06 | a:firing | a >firing:conditionMet");
        story.Rule = story.Rule with { Labels = LabelSet.Of(("route", "all")) };

        story.Play("0:15 | a=0.01 b=0.06 | a:firing |");

        Assert.Equal(HealthStatus.Error, story.Health.Status);
        Assert.Null(story.Health.Failure);
        Assert.Equal(
            """Two series end with the same labels {alertname="ErrorRate", route="all", severity="warning"}: {route="a"} and {route="b"}.""",
            story.Health.Error
        );
    }

    [Fact]
    public void More_alerts_than_the_limit_are_an_error_and_existing_ones_stay()
    {
        var story = new AlertStory(A.Rule() with { Limit = 2 }).Play(
            """
            0:00 | a=0.06 b=0.06               | a:firing b:firing | a >firing:conditionMet, b >firing:conditionMet
            0:15 | a=0.01 b=0.06 c=0.06 d=0.06 | a:firing b:firing |
            """
        );

        Assert.StartsWith("3 alerts would be open; the limit is 2.", story.Health.Error, StringComparison.Ordinal);

        story.Play(
            "0:30 | a=0.01 b=0.06 c=0.06 | b:firing c:firing | a firing>resolved:recovered, c >firing:conditionMet"
        );
    }

    private static (HealthStatus Status, string? Error, QueryFailure? Failure, int Slots) Summary(RuleHealth health) =>
        (health.Status, health.Error, health.Failure, health.FailedSlots);
}
