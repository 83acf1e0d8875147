namespace Portal.Domain.Incidents;

/// <summary>How far an incident has come, derived from its stamps.</summary>
public enum IncidentState
{
    /// <summary>Nobody has it.</summary>
    Triggered,

    /// <summary>Somebody has it.</summary>
    Acknowledged,

    /// <summary>Users no longer notice; the cause is still there.</summary>
    Mitigated,

    Resolved,
}
