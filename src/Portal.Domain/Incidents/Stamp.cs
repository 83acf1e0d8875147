namespace Portal.Domain.Incidents;

/// <summary>The five times from which every duration is taken.</summary>
public enum Stamp
{
    ImpactStart,
    Detected,
    Acknowledged,
    Mitigated,
    Resolved,
}
