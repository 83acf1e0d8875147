using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>How the incident that goes on tells what a merge changed about it.</summary>
internal static class MergeRecord
{
    private static readonly InstantPattern Iso = InstantPattern.ExtendedIso;

    /// <param name="alerts">How many came with it.</param>
    public static void Write(
        UnitOfWork work,
        Incident source,
        Incident target,
        string by,
        MergeEffect effect,
        int alerts
    )
    {
        var came = alerts switch
        {
            0 => "",
            1 => " with its alert",
            _ => $" with its {alerts} alerts",
        };
        var has = source.IsTaken ? $"; {source.AcknowledgedBy} had that one, which says nothing about this one" : "";
        var text = $"merged #{source.Number} into this{came}: {source.Title}{has}";
        var facts = new MergeFacts(source.Number, target.Number);
        Timeline.Add(work, target, TimelineKind.Merged, by, text, facts);
        foreach (var (stamp, was, became) in effect.Earlier)
        {
            Correct(work, target, stamp, was, became, $"#{source.Number} began earlier and is part of it");
        }

        if (effect.IsRaised)
        {
            var raised =
                $"raised the severity from {Words.Of(effect.Was)} to {Words.Of(effect.Severity)}, as #{source.Number} had it";
            Timeline.Add(work, target, TimelineKind.Severity, Timeline.Itself, raised);
        }

        if (effect.HurtsAgain)
        {
            var hurts = $"no longer mitigated: #{source.Number} still hurts";
            Timeline.Add(work, target, TimelineKind.Mitigated, Timeline.Itself, hurts);
        }

        if (effect.FoundPolicy)
        {
            var policy = $"{target.EscalationPolicy} pages for it from now on, as for #{source.Number}";
            Timeline.Add(work, target, TimelineKind.Escalated, Timeline.Itself, policy);
        }
    }

    /// <summary>By the portal and no person; what was said before is kept beside it all the same.</summary>
    private static void Correct(
        UnitOfWork work,
        Incident target,
        Stamp stamp,
        Instant was,
        Instant became,
        string reason
    )
    {
        work.Db.Add(
            new StampCorrection
            {
                IncidentId = target.Id,
                Stamp = stamp,
                Was = was,
                Became = became,
                By = Timeline.Itself,
                Reason = reason,
                At = work.Now,
            }
        );
        var text = $"corrected {StampWords.Of(stamp)} from {was} to {became}: {reason}";
        var facts = new StampFacts(Words.Of(stamp), Iso.Format(was), Iso.Format(became), reason);
        Timeline.Add(work, target, TimelineKind.Stamp, Timeline.Itself, text, facts);
    }
}

/// <param name="Merged">The number of the one that is part of the other.</param>
/// <param name="Into">The number of the other.</param>
internal sealed record MergeFacts(long Merged, long Into);
