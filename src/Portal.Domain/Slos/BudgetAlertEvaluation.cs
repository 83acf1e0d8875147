using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;

namespace Portal.Domain.Slos;

/// <summary>
/// What a judgement does to the alerts of an SLO. A tier that is held back by a faster one is open and pending: nobody
/// is told, and it fires as soon as the faster one no longer says so. An alert that has fired stays so until its own
/// burn is over.
/// </summary>
/// <param name="Changed">Alerts that are not as they were.</param>
/// <param name="Transitions">The steps they took; those that fire come first.</param>
public sealed record BudgetAlertEvaluation(
    IReadOnlyList<AlertInstance> Changed,
    IReadOnlyList<AlertTransition> Transitions
)
{
    /// <summary>The label by which the alert of a tier is known.</summary>
    public const string TierLabel = "tier";

    /// <summary>The tiers that burned after the last judgement, told about or not.</summary>
    public static IReadOnlyCollection<string> Burning(IEnumerable<AlertInstance> was) =>
        [.. was.Where(alert => alert.IsOpen).Select(alert => alert.Series[TierLabel])];

    /// <param name="identity">Labels that all alerts of the SLO have.</param>
    /// <param name="status">The status at this instant.</param>
    /// <param name="was">The alerts of the SLO as they are, resolved ones too: they hold the numbering.</param>
    /// <param name="at">The slice boundary that is judged.</param>
    /// <param name="texts">What people read when a tier begins or ends.</param>
    public static BudgetAlertEvaluation Next(
        LabelSet identity,
        SloStatus status,
        IReadOnlyCollection<AlertInstance> was,
        Instant at,
        Func<TierState, LabelSet> texts
    )
    {
        var steps = new Steps(was, at);
        foreach (var tier in status.Tiers)
        {
            var labels = LabelsOf(identity, tier.Alert);
            steps.CloseAllBut(tier.Alert.Name, labels);
            steps.Judge(tier, labels, () => texts(tier));
        }

        steps.CloseUnknown([.. status.Tiers.Select(tier => tier.Alert.Name)]);
        return steps.Result();
    }

    /// <summary>Ends everything, because the SLO is gone.</summary>
    public static BudgetAlertEvaluation Close(IReadOnlyCollection<AlertInstance> was, Instant at)
    {
        var steps = new Steps(was, at);
        steps.CloseUnknown([]);
        return steps.Result();
    }

    /// <summary>The labels of the alert of a tier.</summary>
    public static LabelSet LabelsOf(LabelSet identity, BudgetAlert alert) =>
        identity
            .With(TierLabel, alert.Name)
            .With("severity", alert.Severity.ToSeverity().ToString().ToLowerInvariant());

    private sealed class Steps(IReadOnlyCollection<AlertInstance> was, Instant at)
    {
        private readonly List<AlertInstance> _changed = [];
        private readonly List<AlertTransition> _transitions = [];

        public void Judge(TierState tier, LabelSet labels, Func<LabelSet> texts)
        {
            var known = was.FirstOrDefault(alert => alert.Labels.Equals(labels));
            var state =
                !tier.IsFiring ? AlertState.Resolved
                : tier.IsHeldBack && known is not { State: AlertState.Firing } ? AlertState.Pending
                : AlertState.Firing;
            if (state == (known?.State ?? AlertState.Resolved))
            {
                KeepValue(known, tier.Value);
                return;
            }

            var alert = state == AlertState.Resolved ? Ended(known!, TransitionReason.Recovered) : Open(known, labels);
            alert = alert with { Value = (double?)tier.Value ?? alert.Value };
            var reason = alert.ResolvedReason ?? TransitionReason.ConditionMet;
            Step(state == AlertState.Firing ? Fired(alert) : alert, known, reason, texts());
        }

        /// <summary>An edit gave the tier other labels: the alert ends under its old identity.</summary>
        public void CloseAllBut(string tier, LabelSet labels) =>
            CloseWhere(
                alert => alert.Series[TierLabel] == tier && !alert.Labels.Equals(labels),
                TransitionReason.LabelsChanged
            );

        public void CloseUnknown(IReadOnlyCollection<string> tiers) =>
            CloseWhere(
                alert => !tiers.Contains(alert.Series[TierLabel], StringComparer.Ordinal),
                TransitionReason.Deleted
            );

        public BudgetAlertEvaluation Result() =>
            new(_changed, [.. _transitions.OrderBy(step => step.To == AlertState.Resolved)]);

        private void CloseWhere(Func<AlertInstance, bool> condition, TransitionReason reason)
        {
            foreach (var alert in was.Where(alert => alert.IsOpen && condition(alert)))
            {
                Step(Ended(alert, reason), alert, reason, LabelSet.Empty);
            }
        }

        private void KeepValue(AlertInstance? known, decimal? value)
        {
            if (known is { IsOpen: true } && value is not null && known.Value != (double)value)
            {
                _changed.Add(known with { Value = (double)value });
            }
        }

        // A pending alert that now fires is the same episode; a resolved one only lends its numbering to the next.
        private AlertInstance Open(AlertInstance? known, LabelSet labels) =>
            (known is { IsOpen: true } ? known : null)
            ?? new AlertInstance
            {
                Labels = labels,
                Series = LabelSet.Of((TierLabel, labels[TierLabel])),
                State = AlertState.Pending,
                ActiveAt = at,
                Seq = known?.Seq ?? 0,
            };

        private AlertInstance Fired(AlertInstance alert) =>
            alert with
            {
                State = AlertState.Firing,
                FiredAt = at,
                StartsAt = alert.StartsAt ?? at,
            };

        private AlertInstance Ended(AlertInstance alert, TransitionReason reason) =>
            alert with
            {
                State = AlertState.Resolved,
                ResolvedAt = at,
                ResolvedReason = reason,
            };

        private void Step(AlertInstance after, AlertInstance? before, TransitionReason reason, LabelSet texts)
        {
            var next = after with { Seq = after.Seq + 1 };
            _changed.Add(next);
            _transitions.Add(new AlertTransition(next, before?.State, reason, at, texts));
        }
    }
}
