using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Alerting;

/// <summary>
/// One walk over a rule's alerts: takes a step with each, numbers what changed, and collects the result. Alerts that no step was
/// taken with stay as they were.
/// </summary>
internal sealed class EvaluationPass
{
    private readonly AlertRule rule;
    private readonly Instant slot;
    private readonly InstanceSteps steps;
    private readonly Dictionary<LabelSet, AlertInstance> open = [];
    private readonly Dictionary<LabelSet, AlertInstance> resolved = [];
    private readonly List<AlertInstance> settled = [];
    private readonly List<(AlertInstance Now, AlertState? From, TransitionReason Reason)> changes = [];

    public EvaluationPass(AlertRule rule, IReadOnlyList<AlertInstance> was, Instant slot, Duration? unseen)
    {
        (this.rule, this.slot) = (rule, slot);
        steps = new(rule, slot, unseen);
        foreach (var instance in was)
        {
            (instance.IsOpen ? open : resolved).Add(instance.Labels, instance);
        }
    }

    /// <summary>How many alerts on series are open as things stand.</summary>
    public int OpenCount => settled.Concat(open.Values).Count(alert => alert.IsOpen && !alert.IsAboutRule);

    /// <summary>Judges each series of a result, then what is open and was not in it.</summary>
    /// <param name="final">The series, none NaN, by the labels that their alerts carry.</param>
    public void Judge(IReadOnlyDictionary<LabelSet, Sample> final)
    {
        var renamed = Renamed(final);
        foreach (var (labels, (named, value)) in final)
        {
            var series = FinalLabels.OfSeries(named);
            if (open.TryGetValue(labels, out var known))
            {
                Settle(known, Judged(known with { Series = series }, value));
            }
            else if (renamed.TryGetValue(series, out var old))
            {
                JudgeRenamed(old, labels, value);
            }
            else if (rule.Condition.IsMetBy(value))
            {
                Settle(null, steps.Open(labels, series, value, LastSeq(labels), TransitionReason.ConditionMet));
            }
        }

        ForEachOpen(alert => !alert.IsAboutRule, steps.Missing);
    }

    public void ClearAll(TransitionReason reason) => ForEachOpen(_ => true, alert => steps.Clear(alert, reason));

    public void ResolveAll(Predicate<AlertInstance> which, TransitionReason reason) =>
        ForEachOpen(which, alert => steps.Resolve(alert, reason));

    /// <summary>Takes the condition for met by every open series; says whether there was one.</summary>
    public bool MeetAll()
    {
        var before = settled.Count;
        ForEachOpen(alert => !alert.IsAboutRule, alert => steps.Met(alert, alert.Value));
        return settled.Count > before;
    }

    /// <summary>Opens, or carries on, the rule's alert about itself.</summary>
    public void MeetAboutRule((LabelSet Labels, LabelSet Series) own, TransitionReason reason)
    {
        if (open.TryGetValue(own.Labels, out var known))
        {
            Settle(known, steps.Met(known, value: null));
            return;
        }

        var old = open.Values.FirstOrDefault(alert => alert.Series.Equals(own.Series));
        if (old is not null)
        {
            Settle(old, steps.Met(TakenOver(old, own.Labels), value: null));
            return;
        }

        Settle(null, steps.Open(own.Labels, own.Series, value: null, LastSeq(own.Labels), reason));
    }

    public EvaluationResult Result(RuleHealth health, string? because = null)
    {
        var texts = new AlertAnnotations(rule);
        return new(
            [.. settled, .. open.Values],
            [
                .. changes.Select(change => new AlertTransition(
                    change.Now,
                    change.From,
                    change.Reason,
                    slot,
                    texts.Render(change.Now, because)
                )),
            ],
            health
        );
    }

    /// <summary>
    /// Alerts that no series has the labels of any more, by their series: if that is in the result under other labels, it was
    /// the rule's labels that changed.
    /// </summary>
    private Dictionary<LabelSet, AlertInstance> Renamed(IReadOnlyDictionary<LabelSet, Sample> final)
    {
        var renamed = new Dictionary<LabelSet, AlertInstance>();
        foreach (var alert in open.Values.Where(alert => !alert.IsAboutRule && !final.ContainsKey(alert.Labels)))
        {
            renamed.TryAdd(alert.Series, alert);
        }

        return renamed;
    }

    // An alert that ends with this very evaluation ends under the labels that people know it by.
    private void JudgeRenamed(AlertInstance old, LabelSet labels, double value)
    {
        if (Judged(old, value).Now.IsOpen)
        {
            var taken = TakenOver(old, labels);
            Settle(taken, Judged(taken, value));
        }
        else
        {
            Settle(old, Judged(old, value));
        }
    }

    private InstanceSteps.Step Judged(AlertInstance alert, double value) =>
        rule.Condition.IsMetBy(value) ? steps.Met(alert, value) : steps.NotMet(alert, value);

    private AlertInstance TakenOver(AlertInstance old, LabelSet labels)
    {
        Settle(old, steps.Resolve(old, TransitionReason.LabelsChanged));
        var (taken, reason) = steps.TakeOver(old, labels, LastSeq(labels));
        taken = taken with { Seq = taken.Seq + 1 };
        changes.Add((taken, null, reason));
        return taken;
    }

    private long LastSeq(LabelSet labels) => resolved.TryGetValue(labels, out var last) ? last.Seq : 0;

    private void ForEachOpen(Predicate<AlertInstance> which, Func<AlertInstance, InstanceSteps.Step> step)
    {
        foreach (var alert in open.Values.Where(alert => which(alert)).ToList())
        {
            Settle(alert, step(alert));
        }
    }

    private void Settle(AlertInstance? was, InstanceSteps.Step step)
    {
        var now = step.Now;
        if (was?.State != now.State)
        {
            now = now with { Seq = now.Seq + 1 };
            changes.Add((now, was?.State, step.Reason));
        }

        if (was is not null)
        {
            open.Remove(was.Labels);
        }

        settled.Add(now);
    }
}
