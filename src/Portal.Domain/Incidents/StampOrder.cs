using NodaTime;

namespace Portal.Domain.Incidents;

/// <summary>The five stamps, and which times they may be corrected to: impact, detected, then the others, none in the future.</summary>
public static class StampOrder
{
    public static Instant? StampOf(this Incident incident, Stamp stamp) =>
        stamp switch
        {
            Stamp.ImpactStart => incident.ImpactStart,
            Stamp.Detected => incident.DetectedAt,
            Stamp.Acknowledged => incident.AcknowledgedAt,
            Stamp.Mitigated => incident.MitigatedAt,
            Stamp.Resolved => incident.ResolvedAt,
        };

    /// <summary>Somebody knows better when it was.</summary>
    /// <exception cref="DomainException">The new time would stand before the impact, after now, or was never set.</exception>
    public static void Correct(this Incident incident, Stamp stamp, Instant at, Instant now)
    {
        if (at > now)
        {
            throw new DomainException($"{stamp} cannot be in the future.");
        }

        if (stamp is Stamp.ImpactStart && at > incident.DetectedAt)
        {
            throw new DomainException("The impact cannot begin after it was detected: correct the detection first.");
        }

        if (stamp is not Stamp.ImpactStart && at < incident.ImpactStart)
        {
            throw new DomainException($"{stamp} cannot be before the impact began: correct that first.");
        }

        if (incident.StampOf(stamp) is null)
        {
            throw new DomainException(
                $"#{incident.Number} was not {stamp.ToString().ToLowerInvariant()} yet: there is no time to correct."
            );
        }

        incident.Set(stamp, at);
    }

    /// <summary>As it is told: whoever calls it knows that the order holds.</summary>
    internal static void Set(this Incident incident, Stamp stamp, Instant at)
    {
        switch (stamp)
        {
            case Stamp.ImpactStart:
                incident.ImpactStart = at;
                break;
            case Stamp.Detected:
                incident.DetectedAt = at;
                break;
            case Stamp.Acknowledged:
                incident.AcknowledgedAt = at;
                break;
            case Stamp.Mitigated:
                incident.MitigatedAt = at;
                break;
            case Stamp.Resolved:
                incident.ResolvedAt = at;
                break;
        }
    }
}
