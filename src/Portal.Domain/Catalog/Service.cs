namespace Portal.Domain.Catalog;

/// <summary>Something that a team runs and its users notice when it breaks.</summary>
/// <param name="Team">The team that owns it.</param>
/// <param name="Tier">1 is what the business stands on; larger numbers matter less. 1 to 5.</param>
/// <param name="EscalationPolicy">Who is paged for it; null pages nobody, which the portal says aloud.</param>
public sealed record Service(
    string Team,
    int Tier,
    string? Description,
    string? EscalationPolicy,
    IReadOnlyList<Link> Links
);

public sealed record Link(string Title, Uri Url);
