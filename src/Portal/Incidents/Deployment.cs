using NodaTime;

namespace Portal.Incidents;

/// <summary>A new version of a service went live: a mark on charts and timelines.</summary>
internal sealed class Deployment
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Service { get; init; }

    public required string Version { get; init; }

    public Instant At { get; init; }

    public string? Url { get; init; }

    public required string By { get; init; }
}
