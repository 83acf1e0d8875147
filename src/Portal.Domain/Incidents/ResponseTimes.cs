using NodaTime;

namespace Portal.Domain.Incidents;

/// <summary>The durations of one incident, from its stamps; null while a stamp is missing.</summary>
/// <param name="ToDetect">TTD = detected − impact start.</param>
/// <param name="ToAcknowledge">TTA = first acknowledge − detected; null when nobody had to acknowledge.</param>
/// <param name="ToMitigate">TTM = mitigated − detected.</param>
/// <param name="ToResolve">TTR = resolved − detected.</param>
public sealed record ResponseTimes(
    Duration ToDetect,
    Duration? ToAcknowledge,
    Duration? ToMitigate,
    Duration? ToResolve
)
{
    public static ResponseTimes Of(Incident incident) =>
        new(
            incident.DetectedAt - incident.ImpactStart,
            incident.AcknowledgedAt - incident.DetectedAt,
            incident.MitigatedAt - incident.DetectedAt,
            incident.ResolvedAt - incident.DetectedAt
        );
}
