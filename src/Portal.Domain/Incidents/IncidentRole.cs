namespace Portal.Domain.Incidents;

/// <summary>Who does what during an incident: commander, scribe, liaison, or a word of the team's own.</summary>
public sealed class IncidentRole
{
    public Guid IncidentId { get; init; }

    public required string Role { get; init; }

    public required string User { get; set; }
}
