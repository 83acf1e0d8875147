using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>The five stamps in the words of a sentence.</summary>
internal static class StampWords
{
    public static string Of(Stamp stamp) =>
        stamp switch
        {
            Stamp.ImpactStart => "the begin of the impact",
            Stamp.Detected => "the detection",
            Stamp.Acknowledged => "the acknowledge",
            Stamp.Mitigated => "the mitigation",
            Stamp.Resolved => "the resolve",
        };

    /// <summary>Who set it by what they did; null where that says nothing.</summary>
    public static string? SourceOf(Incident incident, Stamp stamp) =>
        stamp switch
        {
            Stamp.ImpactStart => null,
            Stamp.Detected => null,
            Stamp.Acknowledged => incident.AcknowledgedBy,
            Stamp.Mitigated => null,
            Stamp.Resolved => incident.ResolvedBy,
        };

    /// <summary>As a row of the page names it.</summary>
    public static string Label(Stamp stamp) =>
        stamp switch
        {
            Stamp.ImpactStart => "Impact began",
            Stamp.Detected => "Detected",
            Stamp.Acknowledged => "Acknowledged",
            Stamp.Mitigated => "Mitigated",
            Stamp.Resolved => "Resolved",
        };
}

/// <param name="Was">As RFC 3339 in UTC, as is <paramref name="Became"/>.</param>
internal sealed record StampFacts(string Stamp, string? Was, string Became, string Reason);
