using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>Somebody knows better when things were.</summary>
internal sealed class StampCorrections(IncidentChange incidents)
{
    private static readonly InstantPattern Iso = InstantPattern.ExtendedIso;

    /// <summary>Corrects when things were; what was said before is kept.</summary>
    public Task<Incident> CorrectAsync(
        Actor actor,
        long number,
        IReadOnlyList<(Stamp Stamp, Instant At)> corrections,
        string reason,
        CancellationToken cancellationToken
    )
    {
        if (corrections.Count == 0)
        {
            throw new InvalidInputException(
                "body",
                "Give at least one time: impactStart, detected, acknowledged, mitigated or resolved."
            );
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("reason", "Say how you know: the old time is kept beside it.");
        }

        return incidents.RunAsync(
            actor,
            number,
            "correct the times of",
            async (work, incident) =>
            {
                foreach (var (stamp, at) in corrections)
                {
                    Correct(work, incident, actor.Name, stamp, at, reason.Trim());
                }

                await IncidentChange.AuditAsync(work, actor, "corrected times", incident, null, cancellationToken);
            },
            cancellationToken
        );
    }

    private static void Correct(UnitOfWork work, Incident incident, string by, Stamp stamp, Instant at, string reason)
    {
        var was = incident.StampOf(stamp);
        incident.Correct(stamp, at, work.Now);
        var correction = new StampCorrection
        {
            IncidentId = incident.Id,
            Stamp = stamp,
            Was = was,
            Became = at,
            By = by,
            Reason = reason,
            At = work.Now,
        };
        work.Db.Add(correction);
        Timeline.Add(
            work,
            incident,
            TimelineKind.Stamp,
            by,
            $"corrected {StampWords.Of(stamp)} from {was} to {at}: {reason}",
            new StampFacts(Words.Of(stamp), was is { } before ? Iso.Format(before) : null, Iso.Format(at), reason)
        );
    }
}
