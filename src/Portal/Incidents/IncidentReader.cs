using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>Reads everything that a page shows of one incident.</summary>
internal sealed class IncidentReader(
    IncidentStore store,
    PagingStore paging,
    RelatedIncidents related,
    MergedIncidents merged,
    IncidentViews views,
    IDefinitions definitions
)
{
    public async Task<IncidentRecord?> FindAsync(long number, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(number, cancellationToken) is not { } incident)
        {
            return null;
        }

        return new()
        {
            Incident = incident,
            Timeline = await store.TimelineAsync(incident.Id, cancellationToken),
            Alerts = await store.AlertsAsync(incident.Id, cancellationToken),
            Roles = await store.RolesAsync(incident.Id, cancellationToken),
            Corrections = await store.CorrectionsAsync(incident.Id, cancellationToken),
            Pages = await paging.PagesAsync(incident.Id, cancellationToken),
            Upcoming = await paging.UpcomingAsync(incident, cancellationToken),
            Merged = await merged.OfAsync(number, cancellationToken),
            Related = await related.OfAsync(incident, cancellationToken),
            Extras = await views.ExtrasAsync(incident, cancellationToken),
            Runbook = incident.Runbook is { } name ? definitions.Find<Runbook>(name)?.Spec : null,
        };
    }
}

/// <summary>An incident and what belongs to it, as it was at one moment.</summary>
public sealed record IncidentRecord
{
    public required Incident Incident { get; init; }

    /// <summary>In its order.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    public required IReadOnlyList<IncidentAlert> Alerts { get; init; }

    public required IReadOnlyList<IncidentRole> Roles { get; init; }

    public required IReadOnlyList<StampCorrection> Corrections { get; init; }

    public required IReadOnlyList<SentPage> Pages { get; init; }

    public UpcomingStep? Upcoming { get; init; }

    /// <summary>What is part of it.</summary>
    public required IReadOnlyList<MergedIncident> Merged { get; init; }

    public required IReadOnlyList<RelatedIncident> Related { get; init; }

    public required IncidentExtras Extras { get; init; }

    /// <summary>Null when none is named, or what is named is the address of a page.</summary>
    public Runbook? Runbook { get; init; }

    public IReadOnlyList<IncidentAlert> Firing => [.. Alerts.Where(alert => alert.ResolvedAt is null)];

    /// <summary>Since when whoever has it has it: after an expired acknowledge that is later than the stamp.</summary>
    public NodaTime.Instant? TakenAt =>
        Timeline
            .LastOrDefault(entry =>
                entry.Kind is TimelineKind.Acknowledged or TimelineKind.Snoozed
                && entry.Actor == Incident.AcknowledgedBy
            )
            ?.At
        ?? Incident.AcknowledgedAt;

    /// <summary>The newest version of a note, and whether it is pinned.</summary>
    public IEnumerable<Note> Notes =>
        from first in Timeline
        where first is { Kind: TimelineKind.Note, Replaces: null }
        select new Note(first, [.. Timeline.Where(entry => entry.Replaces == first.Seq)]);
}

/// <param name="First">As it was written.</param>
/// <param name="Corrections">Oldest first.</param>
public sealed record Note(TimelineEntry First, IReadOnlyList<TimelineEntry> Corrections)
{
    public TimelineEntry Latest => Corrections.Count > 0 ? Corrections[^1] : First;
}
