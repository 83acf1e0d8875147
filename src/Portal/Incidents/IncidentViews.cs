using System.Text.Json;
using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Incidents as the API shows them.</summary>
internal sealed class IncidentViews(IncidentStore store, MergedIncidents merged, IEnumerable<IIncidentFacts> facts)
{
    /// <summary>What the other slices know of it.</summary>
    public async Task<IncidentExtras> ExtrasAsync(Incident incident, CancellationToken cancellationToken)
    {
        var more = new IncidentExtras();
        foreach (var fact in facts)
        {
            await fact.AddAsync(incident, more, cancellationToken);
        }

        return more;
    }

    public async Task<IncidentView> OfAsync(Incident incident, CancellationToken cancellationToken)
    {
        var alerts = await store.AlertsAsync(incident.Id, cancellationToken);
        var roles = await store.RolesAsync(incident.Id, cancellationToken);
        var parts = await merged.OfAsync(incident.Number, cancellationToken);
        var more = await ExtrasAsync(incident, cancellationToken);
        return new(
            incident.Number,
            incident.Title,
            incident.State,
            incident.Severity,
            incident.Service,
            incident.Team,
            incident.ImpactStart,
            incident.DetectedAt,
            incident.AcknowledgedAt,
            incident.AcknowledgedBy,
            incident.SnoozedUntil,
            incident.MitigatedAt,
            incident.ResolvedAt,
            incident.ResolvedBy,
            incident.MergedInto,
            [.. parts.Select(part => part.Number)],
            incident.TriggerCount,
            incident.Follows,
            incident.Runbook,
            roles.ToDictionary(role => role.Role, role => role.User, StringComparer.Ordinal),
            [.. alerts.Select(IncidentAlertView.Of)],
            [.. more.Slos],
            more.Postmortem
        );
    }
}

/// <summary>What other slices know of an incident: the budget that it used, its postmortem.</summary>
internal interface IIncidentFacts
{
    Task AddAsync(Incident incident, IncidentExtras extras, CancellationToken cancellationToken);
}

/// <summary>Filled by whoever knows more of an incident.</summary>
public sealed class IncidentExtras
{
    public ICollection<IncidentSlo> Slos { get; } = [];

    /// <summary>The id of its postmortem.</summary>
    public Guid? Postmortem { get; set; }
}

/// <param name="BudgetConsumed">The share of the error budget that it used, as a decimal text: 0.054 is 5.4 %.</param>
public sealed record IncidentSlo(string Name, string BudgetConsumed);

internal sealed record IncidentPage(IReadOnlyList<IncidentView> Items, string? Next);

/// <param name="StartedAt">When the impact began.</param>
/// <param name="SnoozedUntil">Nobody is paged before then; null while it is not snoozed.</param>
/// <param name="MergedInto">The incident that it became part of; then <paramref name="ResolvedAt"/> is when, and by whom.</param>
/// <param name="Merged">What is part of it, directly or through another.</param>
internal sealed record IncidentView(
    long Number,
    string Title,
    IncidentState State,
    Severity Severity,
    string? Service,
    string? Team,
    Instant StartedAt,
    Instant DetectedAt,
    Instant? AcknowledgedAt,
    string? AcknowledgedBy,
    Instant? SnoozedUntil,
    Instant? MitigatedAt,
    Instant? ResolvedAt,
    string? ResolvedBy,
    long? MergedInto,
    IReadOnlyList<long> Merged,
    int TriggerCount,
    long? Follows,
    string? Runbook,
    IReadOnlyDictionary<string, string> Roles,
    IReadOnlyList<IncidentAlertView> Alerts,
    IReadOnlyList<IncidentSlo> Slos,
    Guid? Postmortem
);

internal sealed record IncidentAlertView(
    string Rule,
    string Fingerprint,
    IReadOnlyDictionary<string, string> Labels,
    string Summary,
    double? Value,
    Instant FiredAt,
    Instant? ResolvedAt,
    int Count
)
{
    public static IncidentAlertView Of(IncidentAlert alert) =>
        new(
            alert.Rule,
            alert.Fingerprint,
            JsonSerializer.Deserialize<Dictionary<string, string>>(alert.Labels) ?? [],
            alert.Summary,
            alert.Value is { } value && double.IsFinite(value) ? value : null,
            alert.FiredAt,
            alert.ResolvedAt,
            alert.Count
        );
}

internal sealed record TimelineItem(
    int Seq,
    Instant At,
    TimelineKind Kind,
    string Actor,
    string Text,
    JsonElement Data,
    bool Pinned,
    int? Replaces
)
{
    public static TimelineItem Of(TimelineEntry entry) =>
        new(
            entry.Seq,
            entry.At,
            entry.Kind,
            entry.Actor,
            entry.Text,
            JsonSerializer.Deserialize<JsonElement>(entry.Data),
            entry.Pinned,
            entry.Replaces
        );
}
