using NodaTime;

namespace Portal.Domain.Incidents;

/// <summary>An alert that opened the incident or joined it.</summary>
public sealed class IncidentAlert
{
    public Guid IncidentId { get; init; }

    /// <summary>The rule or SLO that raised it.</summary>
    public Guid SourceId { get; init; }

    /// <summary>Of its final labels, 16 hex digits.</summary>
    public required string Fingerprint { get; init; }

    public required string Rule { get; init; }

    /// <summary>JSON object of texts.</summary>
    public required string Labels { get; init; }

    public string Summary { get; set; } = "";

    public double? Value { get; set; }

    public Instant FiredAt { get; set; }

    /// <summary>Null while it fires.</summary>
    public Instant? ResolvedAt { get; set; }

    /// <summary>How often it fired during this incident.</summary>
    public int Count { get; set; } = 1;
}
