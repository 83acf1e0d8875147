using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos;

/// <summary>What happened to a service and may have cost budget. Whoever knows of incidents implements it.</summary>
internal interface IBudgetCauses
{
    /// <summary>Those that touch the range, at most a few hundred.</summary>
    Task<IReadOnlyList<NamedCause>> OfAsync(string service, Interval range, CancellationToken cancellationToken);
}

/// <param name="Key">As people call it: #412.</param>
/// <param name="To">Null while it lasts.</param>
/// <param name="Href">Where it is told.</param>
/// <param name="Deployed">What was deployed shortly before; null where nothing was.</param>
/// <param name="Kind">What it is.</param>
public sealed record NamedCause(
    string Key,
    string Title,
    Instant From,
    Instant? To,
    string? Href,
    string? Deployed,
    BudgetCauseKind Kind = BudgetCauseKind.Incident
);
