using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Manifests;

/// <summary>A definition as it is in force: what somebody wants the portal to do.</summary>
/// <param name="Version">Raised by every change, from 1.</param>
internal sealed record Definition<T>(
    Guid Id,
    string Name,
    LabelSet Labels,
    T Spec,
    int Version,
    Instant UpdatedAt,
    string UpdatedBy
)
    where T : class;

/// <summary>The row behind it.</summary>
internal sealed class StoredDefinition
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Kind { get; init; }

    /// <summary>An RFC 1123 label, unique for the kind.</summary>
    public required string Name { get; init; }

    /// <summary>JSON object of texts.</summary>
    public string Labels { get; set; } = "{}";

    /// <summary>JSON, as the manifest writes it; secrets in it are encrypted.</summary>
    public required string Spec { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>From one sequence for all: what is newer than the newest one known has to be read again.</summary>
    public long Revision { get; set; }

    public Instant CreatedAt { get; init; }

    public Instant UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }
}

/// <summary>What a definition said before: kept for ever, so that reports show what was in force then.</summary>
internal sealed class PastDefinition
{
    public Guid DefinitionId { get; init; }

    public int Version { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Labels { get; init; }

    public required string Spec { get; init; }

    public Instant At { get; init; }

    public required string By { get; init; }

    public bool Deleted { get; init; }
}
