using System.Globalization;
using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting.Pages;

/// <summary>A rule, its alerts and what became of them, in the words of its page.</summary>
internal sealed class RuleStory(RuleStatus rule, DateTimeZone zone, Instant now)
{
    /// <summary>Labels that all alerts of a rule have alike, and its page shows once.</summary>
    private static readonly string[] Same = ["alertname", "service", "severity", "team"];

    private readonly ChartUnit unit = RuleWords.Unit(rule.Spec);

    /// <summary>How it is, in one sentence.</summary>
    public string Sentence =>
        rule.State switch
        {
            RuleState.Paused =>
                $"Paused by {rule.Rule.UpdatedBy} {Moments.Relative(rule.Rule.UpdatedAt, zone, now)}: nothing is watched.",
            RuleState.Firing or RuleState.Recovering =>
                $"{Alerts(rule.Firing)} firing: {RuleRow.ConditionOf(rule.Spec)}. {Evaluated}",
            RuleState.Pending => $"{Alerts(rule.Pending)} pending, nobody is told yet. {Evaluated}",
            RuleState.Inactive when rule.LastEvaluation is null => "Saved; the first evaluation is on its way.",
            RuleState.Inactive when rule.IsInTrouble => $"Nothing is known at the moment. {Evaluated}",
            RuleState.Inactive => $"Quiet: nothing is {RuleRow.ConditionOf(rule.Spec)}. {Evaluated}",
        };

    public IReadOnlyList<(string Name, string Value)> Facts =>
        [
            ("Fires when", RuleRow.ConditionOf(rule.Spec)),
            ("Recovers", Recovery),
            ("Evaluated", $"every {DurationText.Words(rule.Spec.Interval)}{Missed}"),
            ("Backend", rule.Spec.Backend),
            ("Service", rule.Spec.Service),
            ("Team", rule.Team ?? Numbers.Unknown),
            ("No data", NoData(rule.Spec.OnNoData)),
            ("Query fails", Failing(rule.Spec.OnError)),
            (
                "Changed",
                $"{Moments.Text(rule.Rule.UpdatedAt, zone, now)} by {rule.Rule.UpdatedBy}, version {rule.Rule.Version}"
            ),
        ];

    public IReadOnlyList<RuleInstanceRow> Instances(IReadOnlyList<AlertInstance> open)
    {
        var names = Names(open);
        return
        [
            .. open.OrderBy(alert => alert.State == AlertState.Pending)
                .ThenBy(alert => alert.StartsAt ?? alert.ActiveAt)
                .Select(alert => new RuleInstanceRow(
                    alert.Fingerprint.ToString(),
                    names[alert.Fingerprint.ToString()],
                    [.. alert.Labels.Without(Same).Select(label => $"{label.Name}={label.Value}")],
                    Words.Of(alert.State),
                    RuleWords.Value(alert.Value, unit),
                    alert.StartsAt ?? alert.ActiveAt
                )),
        ];
    }

    /// <param name="steps">Newest first.</param>
    /// <param name="known">Alerts by whose fingerprints the steps get their names.</param>
    public IReadOnlyList<RuleStep> Steps(IEnumerable<StoredTransition> steps, IReadOnlyList<AlertInstance> known)
    {
        var names = Names(known);
        return
        [
            .. steps.Select(step => new RuleStep(
                $"{step.Fingerprint}:{step.Seq.ToString(CultureInfo.InvariantCulture)}",
                step.At,
                Words.Of(step.To),
                names.GetValueOrDefault(step.Fingerprint) ?? step.Fingerprint,
                Reason(step.Reason),
                step.Value is null ? null : RuleWords.Value(step.Value, unit)
            )),
        ];
    }

    private string Evaluated => rule.LastEvaluation is { } at ? $"Evaluated {Moments.Relative(at, zone, now)}." : "";

    private string Recovery =>
        (
            rule.Spec.Condition.Recovery is { } line
                ? $"{RuleWords.Recovery(rule.Spec.Condition.Operator)} {RuleWords.Threshold(line, unit)}"
                : "when that is over"
        ) + (rule.Spec.KeepFiringFor > Duration.Zero ? $", after {DurationText.Words(rule.Spec.KeepFiringFor)}" : "");

    private string Missed => rule.Row is { Missed: > 0 and var missed } ? $", {Numbers.Count(missed)} missed" : "";

    private static string Alerts(int count) => count == 1 ? "1 alert is" : $"{Numbers.Count(count)} alerts are";

    private static string NoData(OnNoData onNoData) =>
        onNoData switch
        {
            OnNoData.Ok => "resolves: nothing is wrong",
            OnNoData.Keep => "keeps the state",
            OnNoData.NoData => "keeps the state, alerts that there is none",
            OnNoData.Alert => "counts as bad",
        };

    private static string Failing(OnError onError) =>
        onError switch
        {
            OnError.Keep => "keeps the state, says so here",
            OnError.Error => "keeps the state, alerts that it fails",
            OnError.Alert => "counts as bad",
        };

    /// <summary>The words that are stored, as sentences. One that this version does not know is shown as it is.</summary>
    private static string Reason(string word)
    {
        foreach (var reason in Enum.GetValues<TransitionReason>())
        {
            if (reason.Word() == word)
            {
                return Sentenced(reason);
            }
        }

        return word;
    }

    private static string Sentenced(TransitionReason reason) =>
        reason switch
        {
            TransitionReason.ConditionMet => "the condition is met",
            TransitionReason.ForReached => "it held for long enough",
            TransitionReason.Relapsed => "bad again before it had recovered",
            TransitionReason.NotYetRecovered => "back over the threshold, not yet recovered",
            TransitionReason.KeepFiring => "recovered, kept firing for a while",
            TransitionReason.Recovered => "the value is good",
            TransitionReason.MissingSeries => "its series did not come back",
            TransitionReason.NoData => "the query returned nothing",
            TransitionReason.QueryFailed => "the query failed",
            TransitionReason.Restored => "it can be evaluated again",
            TransitionReason.LabelsChanged => "the rule’s labels were edited",
            TransitionReason.Paused => "the rule was paused",
            TransitionReason.Deleted => "the rule was deleted",
        };

    private static Dictionary<string, string> Names(IReadOnlyList<AlertInstance> alerts)
    {
        var names = SeriesNames.Of([.. alerts.Select(NameLabels)]);
        return alerts
            .Select((alert, at) => (Key: alert.Fingerprint.ToString(), Name: names[at]))
            .ToDictionary(one => one.Key, one => one.Name, StringComparer.Ordinal);
    }

    private static LabelSet NameLabels(AlertInstance alert) =>
        alert.Series.Count > 0 ? alert.Series : LabelSet.Of(("alert", alert.Labels["alertname"]));
}
