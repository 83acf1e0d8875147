using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>
/// The steps that one alert can take in one evaluation. Each answers the alert afterwards, and why, if its state has changed.
/// </summary>
/// <param name="rule">The rule as it is now; edits of threshold, for and so on keep the alert.</param>
/// <param name="slot">The time of this evaluation.</param>
/// <param name="unseen">Time since somebody last looked; null at a rule's first evaluation.</param>
internal sealed class InstanceSteps(AlertRule rule, Instant slot, Duration? unseen)
{
    /// <summary>A series has to be missing so often, while others are there, before it is believed to be gone.</summary>
    public const int MissingToResolve = 2;

    private static readonly Duration ShortGap = Duration.FromMinutes(5);
    private static readonly Duration LongGap = Duration.FromHours(1);

    /// <summary>The gap since the last look is too long to say that the condition held all the while, so one look is not enough to fire.</summary>
    private bool NeedsConfirmation => unseen > Duration.Max(rule.Interval * 2, ShortGap);

    /// <summary>The gap is so long that <c>for</c> starts over.</summary>
    private bool StartsOver => unseen > LongGap;

    /// <summary>A first bad evaluation. Without <c>for</c>, it fires.</summary>
    public Step Open(LabelSet labels, LabelSet series, double? value, long lastSeq, TransitionReason reason)
    {
        var opened = new AlertInstance
        {
            Labels = labels,
            Series = series,
            State = AlertState.Pending,
            Value = value,
            ActiveAt = slot,
            Seq = lastSeq,
        };
        return new(rule.For <= Duration.Zero ? Fired(opened) : opened, reason);
    }

    /// <summary>The condition is met, by a value or by what the rule says of no data or errors.</summary>
    public Step Met(AlertInstance was, double? value)
    {
        var now = was with { Value = value, MissingCount = 0, KeepFiringSince = null };
        if (was.State == AlertState.Recovering)
        {
            return new(now with { State = AlertState.Firing, FiredAt = slot }, TransitionReason.Relapsed);
        }

        if (was.State == AlertState.Firing)
        {
            return new(now, TransitionReason.ConditionMet);
        }

        now = StartsOver ? now with { ActiveAt = slot } : now;
        var due = slot - now.ActiveAt >= rule.For && !(NeedsConfirmation && rule.For > Duration.Zero);
        return new(due ? Fired(now) : now, TransitionReason.ForReached);
    }

    /// <summary>There is a value, and it does not meet the condition.</summary>
    public Step NotMet(AlertInstance was, double value)
    {
        var now = was with { Value = value, MissingCount = 0 };
        return was.State != AlertState.Pending && rule.Condition.IsHeldBy(value)
            ? new(now with { State = AlertState.Recovering, KeepFiringSince = null }, TransitionReason.NotYetRecovered)
            : Clear(now, TransitionReason.Recovered);
    }

    /// <summary>Other series are there and this one is not. Once is a hiccup; twice, it is gone.</summary>
    public Step Missing(AlertInstance was)
    {
        var now = was with { MissingCount = was.MissingCount + 1 };
        return now.MissingCount < MissingToResolve
            ? new(now, TransitionReason.MissingSeries)
            : Clear(now, TransitionReason.MissingSeries);
    }

    /// <summary>Nothing is wrong any more: resolved, unless <c>keepFiringFor</c> holds it open.</summary>
    public Step Clear(AlertInstance was, TransitionReason reason)
    {
        var since = was.KeepFiringSince ?? slot;
        return was.State != AlertState.Pending && slot - since < rule.KeepFiringFor
            ? new(was with { State = AlertState.Recovering, KeepFiringSince = since }, TransitionReason.KeepFiring)
            : Resolve(was, reason);
    }

    public Step Resolve(AlertInstance was, TransitionReason reason) =>
        new(was with { State = AlertState.Resolved, ResolvedAt = slot, ResolvedReason = reason }, reason);

    /// <summary>The same alert under the labels that the edited rule gives it. Outside it is a new one, so it starts now.</summary>
    public Step TakeOver(AlertInstance was, LabelSet labels, long lastSeq) =>
        new(
            was with
            {
                Labels = labels,
                FiredAt = was.FiredAt is null ? null : slot,
                StartsAt = was.StartsAt is null ? null : slot,
                Seq = lastSeq,
                Continues = was.Fingerprint,
            },
            TransitionReason.LabelsChanged
        );

    private AlertInstance Fired(AlertInstance pending) =>
        pending with
        {
            State = AlertState.Firing,
            FiredAt = slot,
            StartsAt = slot,
        };

    internal readonly record struct Step(AlertInstance Now, TransitionReason Reason);
}
