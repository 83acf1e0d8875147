using NodaTime;

namespace Portal.Domain.Incidents;

/// <summary>What a stamp said before somebody corrected it; the old value is never lost.</summary>
public sealed class StampCorrection
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid IncidentId { get; init; }

    public Stamp Stamp { get; init; }

    public Instant? Was { get; init; }

    public Instant Became { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }

    public Instant At { get; init; }
}
