using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BudgetAlertEvaluationTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 20, 12, 0);
    private static readonly LabelSet Identity = LabelSet.Of(("alertname", "checkout-burn"), ("slo", "checkout"));

    private static readonly BurnRateAlert Fast = An.Alert(name: "fast");
    private static readonly BurnRateAlert Slow = An.Alert(0.05m, longMinutes: 360, name: "slow");

    [Fact]
    public void A_burn_fires_once_and_resolves_once_whatever_lies_between()
    {
        var story = new Story(An.Slo(alerts: Fast));

        story.Says((Fast, 20), (Slow, 0));
        story.Says((Fast, 30), (Slow, 0));
        story.SaysNothing();
        story.Says((Fast, 0), (Slow, 0));

        Assert.Equal(["fast: Firing 12:00", "fast: Resolved 12:03"], story.Steps);
    }

    [Fact]
    public void A_missing_answer_leaves_everything_as_it_was()
    {
        var story = new Story(An.Slo(alerts: [Fast, Slow]));

        story.Says((Fast, 20), (Slow, 10));
        story.SaysNothing();

        Assert.Equal(["fast: Firing 12:00", "slow: Pending 12:00"], story.Steps);
        Assert.Equal("fast slow", string.Join(' ', BudgetAlertEvaluation.Burning(story.Alerts)));
    }

    [Fact]
    public void A_slower_alert_is_told_of_when_the_faster_one_no_longer_says_so_and_before_that_one_resolves()
    {
        var story = new Story(An.Slo(alerts: [Fast, Slow]));

        story.Says((Fast, 20), (Slow, 10));
        story.Says((Fast, 0), (Slow, 10));
        story.Says((Fast, 0), (Slow, 0));

        Assert.Equal(
            [
                "fast: Firing 12:00",
                "slow: Pending 12:00",
                "slow: Firing 12:01",
                "fast: Resolved 12:01",
                "slow: Resolved 12:02",
            ],
            story.Steps
        );
    }

    [Fact]
    public void An_alert_that_has_fired_is_not_taken_back_when_a_faster_one_joins()
    {
        var story = new Story(An.Slo(alerts: [Fast, Slow]));

        story.Says((Fast, 0), (Slow, 10));
        story.Says((Fast, 20), (Slow, 10));

        Assert.Equal(["slow: Firing 12:00", "fast: Firing 12:01"], story.Steps);
    }

    [Fact]
    public void The_next_episode_goes_on_with_the_numbering_and_starts_anew()
    {
        var story = new Story(An.Slo(alerts: Fast));

        story.Says((Fast, 20));
        story.Says((Fast, 0));
        story.Says((Fast, 20));

        var alert = Assert.Single(story.Alerts);
        Assert.Equal((3, Noon + Duration.FromMinutes(2)), (alert.Seq, alert.StartsAt));
    }

    [Fact]
    public void An_alert_that_is_edited_away_ends_with_its_reason()
    {
        var story = new Story(An.Slo(alerts: [Fast, Slow]));
        story.Says((Fast, 20), (Slow, 0));

        story.Edit(An.Slo(alerts: Slow));
        story.Says((Fast, 20), (Slow, 0));

        Assert.Equal(TransitionReason.Deleted, story.Alerts.Single(alert => !alert.IsOpen).ResolvedReason);
    }

    [Fact]
    public void Other_labels_end_the_alert_under_the_old_ones_and_begin_it_under_the_new()
    {
        var story = new Story(An.Slo(alerts: Fast));
        story.Says((Fast, 20));

        story.Edit(An.Slo(alerts: Fast.WithSeverity(BudgetAlertSeverity.Ticket)));
        story.Says((Fast, 20));

        Assert.Equal(
            [("critical", AlertState.Resolved), ("warning", AlertState.Firing)],
            story.Alerts.Select(alert => (alert.Labels["severity"], alert.State)).Order()
        );
    }

    [Fact]
    public void What_is_deleted_closes_all_that_is_open()
    {
        var story = new Story(An.Slo(alerts: [Fast, Slow]));
        story.Says((Fast, 20), (Slow, 10));

        var closed = BudgetAlertEvaluation.Close(story.Alerts, Noon);

        Assert.Equal(2, closed.Transitions.Count(step => step.To == AlertState.Resolved));
    }

    /// <summary>An SLO of 99.9 % judged once a minute; burns are told for the windows of each alert.</summary>
    private sealed class Story(Slo slo)
    {
        private Slo _slo = slo;
        private Instant _now = Noon;

        public List<AlertInstance> Alerts { get; } = [];

        public List<string> Steps { get; } = [];

        public void Edit(Slo edited) => _slo = edited;

        public void Says(params (BurnRateAlert Alert, decimal Burn)[] burns) =>
            Judge(lookBack =>
                burns.FirstOrDefault(one => one.Alert.LongWindow == lookBack || one.Alert.ShortWindow == lookBack).Burn
            );

        public void SaysNothing() => Judge(_ => null);

        private void Judge(Func<Duration, decimal?> burnOver)
        {
            var reading = new SloReading(
                _now,
                An.Sums(bad: 0, total: 1000),
                _slo.LookBacks.ToDictionary(
                    lookBack => lookBack,
                    lookBack => burnOver(lookBack) is { } burn ? An.Sums(burn, total: 1000) : SliceSums.Missing
                ),
                []
            );
            var status = SloStatus.Of(_slo, reading, BudgetAlertEvaluation.Burning(Alerts));
            var next = BudgetAlertEvaluation.Next(Identity, status, Alerts, _now, _ => LabelSet.Empty);
            foreach (var changed in next.Changed)
            {
                Alerts.RemoveAll(alert => alert.Labels.Equals(changed.Labels));
                Alerts.Add(changed);
            }

            Steps.AddRange(
                next.Transitions.Select(step =>
                    $"{step.Instance.Series[BudgetAlertEvaluation.TierLabel]}: {step.To} {step.At.InUtc().LocalDateTime:HH:mm}"
                )
            );
            _now += Duration.FromMinutes(1);
        }
    }
}
