using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Time;

namespace Portal.Incidents;

/// <summary>How an acknowledge is written on the timeline.</summary>
internal static class AcknowledgeRecord
{
    public static void First(UnitOfWork work, Incident incident, string by)
    {
        var after = DurationText.Words(work.Now - incident.DetectedAt);
        Timeline.Add(work, incident, TimelineKind.Acknowledged, by, $"acknowledged after {after}; paging stopped");
    }

    /// <summary>Somebody looks after it again before the snooze was over.</summary>
    /// <param name="had">Whoever had it while it was snoozed.</param>
    public static void EndsSnooze(UnitOfWork work, Incident incident, string by, string? had)
    {
        var from = had is null || had == by ? "acknowledged again" : $"took it over from {had}";
        Timeline.Add(work, incident, TimelineKind.Acknowledged, by, $"{from}: the snooze is over");
    }

    /// <summary>Once for each person, however often they press.</summary>
    public static async Task SecondAsync(
        UnitOfWork work,
        Incident incident,
        string by,
        CancellationToken cancellationToken
    )
    {
        var isKnown = await work
            .Db.Set<TimelineEntry>()
            .AnyAsync(
                entry =>
                    entry.IncidentId == incident.Id && entry.Kind == TimelineKind.Acknowledged && entry.Actor == by,
                cancellationToken
            );
        if (!isKnown)
        {
            var text = $"acknowledged as well; {incident.AcknowledgedBy} was first";
            Timeline.Add(work, incident, TimelineKind.Acknowledged, by, text);
        }
    }
}
