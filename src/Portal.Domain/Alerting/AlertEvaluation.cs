using System.Globalization;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Alerting;

/// <summary>One evaluation of a rule: from what was, what the backend said and the time, to what is.</summary>
/// <remarks>
/// <para>
/// Every series of the result is judged by the rule's condition. A series that is there and does not meet it is fine, and an
/// alert it had resolves at once; a series that is not there is unknown, and its alert resolves only after two evaluations in a
/// row. NaN is no value: such a series counts as not there, and a result of nothing but NaN as empty.
/// </para>
/// <para>
/// What cannot be judged — a failed query, a partial result, two series with one label set, more alerts than the limit —
/// leaves every alert as it was. Only a successful evaluation resolves.
/// </para>
/// </remarks>
public static class AlertEvaluation
{
    internal const string NoDataReason = "noData";
    internal const string ErrorReason = "error";

    /// <param name="rule">The rule as it is now.</param>
    /// <param name="identity">Labels that the portal adds to every alert of the rule: alertname, severity, service, team.</param>
    /// <param name="was">
    /// The rule's alerts after the last evaluation. Resolved ones may be among them, as long as they are kept: a new episode of
    /// the same labels goes on with their <see cref="AlertInstance.Seq"/>.
    /// </param>
    /// <param name="outcome">The backend's answer for this slot.</param>
    /// <param name="before">The rule's health after the last evaluation.</param>
    /// <param name="slot">When the evaluation was due. It, not the wall clock, is the time of everything that follows.</param>
    public static EvaluationResult Next(
        AlertRule rule,
        LabelSet identity,
        IReadOnlyList<AlertInstance> was,
        QueryOutcome<Sample> outcome,
        RuleHealth before,
        Instant slot
    )
    {
        if (rule.Paused)
        {
            return Close(rule, was, before, TransitionReason.Paused, slot);
        }

        var turn = new Turn(rule, identity, was, before, slot);
        return outcome switch
        {
            QueryOutcome<Sample>.Series series => Judge(
                turn,
                [.. series.Items.Where(sample => !double.IsNaN(sample.Value))]
            ),
            QueryOutcome<Sample>.Empty => Judge(turn, []),
            QueryOutcome<Sample>.Partial partial => turn.Frozen(
                HealthStatus.Partial,
                string.Join("; ", partial.Warnings),
                null
            ),
            QueryOutcome<Sample>.Failed failed => Fail(turn, failed.Message, failed.Kind),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Not one of the four outcomes"),
        };
    }

    /// <summary>Resolves everything that is open, with a reason: the rule was paused or deleted.</summary>
    public static EvaluationResult Close(
        AlertRule rule,
        IReadOnlyList<AlertInstance> was,
        RuleHealth before,
        TransitionReason reason,
        Instant slot
    )
    {
        var pass = new EvaluationPass(rule, was, slot, unseen: null);
        pass.ResolveAll(_ => true, reason);
        return pass.Result(before);
    }

    private static EvaluationResult Judge(Turn turn, IReadOnlyList<Sample> values)
    {
        if (values.Count == 0)
        {
            return JudgeEmpty(turn);
        }

        var labels = new FinalLabels(turn.Rule, turn.Identity);
        var final = new Dictionary<LabelSet, Sample>();
        foreach (var sample in values)
        {
            var mine = labels.Of(FinalLabels.OfSeries(sample.Labels));
            if (!final.TryAdd(mine, sample))
            {
                var error = $"Two series end with the same labels {mine}: {final[mine].Labels} and {sample.Labels}.";
                return Fail(turn, error, null);
            }
        }

        var pass = turn.Pass(turn.Before.ObservedAt);
        pass.Judge(final);
        pass.ResolveAll(alert => alert.IsAboutRule, TransitionReason.Restored);
        return pass.OpenCount > turn.Rule.Limit
            ? Fail(turn, TooMany(pass.OpenCount, turn.Rule.Limit), null)
            : pass.Result(RuleHealth.Judged(HealthStatus.Ok, null, turn.Slot));
    }

    private static EvaluationResult JudgeEmpty(Turn turn)
    {
        const string Nothing = "The query returned no series.";
        var pass = turn.Pass(turn.Before.ObservedAt);
        pass.ResolveAll(alert => alert.Series[AlertInstance.ReasonLabel] == ErrorReason, TransitionReason.Restored);
        if (turn.Rule.OnNoData == OnNoData.Ok)
        {
            pass.ResolveAll(alert => alert.IsAboutRule, TransitionReason.Restored);
            pass.ClearAll(TransitionReason.NoData);
            return pass.Result(RuleHealth.Judged(HealthStatus.Ok, null, turn.Slot));
        }

        var openOwn = turn.Rule.OnNoData switch
        {
            OnNoData.Ok or OnNoData.Keep => false,
            OnNoData.NoData => true,
            OnNoData.Alert => !pass.MeetAll(),
        };
        if (openOwn)
        {
            pass.MeetAboutRule(turn.OwnLabels(NoDataReason), TransitionReason.NoData);
        }

        return pass.Result(RuleHealth.Judged(HealthStatus.NoData, Nothing, turn.Slot), because: Nothing);
    }

    private static EvaluationResult Fail(Turn turn, string error, QueryFailure? failure)
    {
        // Looking counts here, not seeing: an error is what this alert is about.
        var pass = turn.Pass(turn.Before.EvaluatedAt);
        var openOwn = turn.Rule.OnError switch
        {
            OnError.Keep => false,
            OnError.Error => true,
            OnError.Alert => !pass.MeetAll(),
        };
        if (openOwn)
        {
            pass.MeetAboutRule(turn.OwnLabels(ErrorReason), TransitionReason.QueryFailed);
        }

        return pass.Result(turn.Before.NotJudged(HealthStatus.Error, error, failure, turn.Slot), because: error);
    }

    private static string TooMany(int count, int limit) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count:N0} alerts would be open; the limit is {limit:N0}. Narrow the query or raise the limit. Until then all stay as they were."
        );

    /// <summary>Everything that one evaluation is given.</summary>
    private sealed record Turn(
        AlertRule Rule,
        LabelSet Identity,
        IReadOnlyList<AlertInstance> Was,
        RuleHealth Before,
        Instant Slot
    )
    {
        public EvaluationPass Pass(Instant? lastLook) => new(Rule, Was, Slot, Slot - lastLook);

        public EvaluationResult Frozen(HealthStatus status, string error, QueryFailure? failure) =>
            Pass(null).Result(Before.NotJudged(status, error, failure, Slot));

        public (LabelSet Labels, LabelSet Series) OwnLabels(string reason)
        {
            var series = LabelSet.Of((AlertInstance.ReasonLabel, reason));
            return (new FinalLabels(Rule, Identity).Of(series), series);
        }
    }
}
