using NodaTime;
using Portal.Domain.Incidents;

namespace Portal.Domain.Postmortems;

/// <summary>Everything that is known of an incident when its postmortem is drafted.</summary>
/// <param name="Changes">Deployments within <see cref="ChangesWithin"/> of it, oldest first.</param>
/// <param name="Budgets">Empty when no SLO says how much it used.</param>
public sealed record IncidentRecord(
    Incident Incident,
    IReadOnlyList<IncidentAlert> Alerts,
    IReadOnlyList<IncidentRole> Roles,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<ServiceChange> Changes,
    IReadOnlyList<BudgetUse> Budgets
)
{
    /// <summary>What turned out to be part of it, by number.</summary>
    public IReadOnlyList<MergedPart> Merged { get; init; } = [];

    /// <summary>How long before the impact and after the end a deployment may have to do with it.</summary>
    public static readonly Duration ChangesWithin = Duration.FromHours(2);

    public ResponseTimes Times => ResponseTimes.Of(Incident);

    /// <summary>Between which times deployments are looked for.</summary>
    public static (Instant From, Instant To) ChangeWindow(Incident incident, Instant now) =>
        (incident.ImpactStart - ChangesWithin, (incident.ResolvedAt ?? now) + ChangesWithin);

    /// <summary>The timeline as it is read: a correction stands in the place of what it corrects.</summary>
    public IEnumerable<TimelineEntry> ReadableTimeline()
    {
        var corrections = Timeline
            .Where(entry => entry.Replaces is not null)
            .GroupBy(entry => entry.Replaces!.Value)
            .ToDictionary(group => group.Key, group => group.MaxBy(entry => entry.Seq)!);
        foreach (var entry in Timeline.Where(entry => entry.Replaces is null).OrderBy(entry => entry.Seq))
        {
            var (latest, at) = (entry, entry.At);
            while (corrections.Remove(latest.Seq, out var correction))
            {
                latest = correction;
            }

            yield return latest.Seq == entry.Seq ? entry : Moved(latest, at);
        }
    }

    private static TimelineEntry Moved(TimelineEntry entry, Instant at) =>
        new()
        {
            IncidentId = entry.IncidentId,
            Seq = entry.Seq,
            At = at,
            Kind = entry.Kind,
            Actor = entry.Actor,
            Text = entry.Text,
            Data = entry.Data,
            Pinned = entry.Pinned,
        };
}

/// <summary>A new version of a service went live.</summary>
public sealed record ServiceChange(Instant At, string Service, string Version, string By, string? Url);

/// <param name="Share">Of the SLO's error budget: 0.31 is 31 %.</param>
public sealed record BudgetUse(string Slo, decimal Share);

/// <summary>An incident that was merged into this one.</summary>
public sealed record MergedPart(long Number, string Title, Instant At, string By);
