using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Incidents;

/// <summary>How far the paging of an incident has come.</summary>
internal static class EscalationProgress
{
    private const int EntriesLookedAt = 200;

    /// <summary>
    /// The step that follows: the one whose timer is set or, once an acknowledge has stopped the timers, the one after the
    /// last that paged. The first when none has; null when there is no further one.
    /// </summary>
    /// <returns>With the time at which it follows by itself, if it does.</returns>
    public static async Task<(EscalationPosition? Next, Instant? DueAt)> NextAsync(
        PortalDb db,
        Incident incident,
        EscalationPolicy policy,
        CancellationToken cancellationToken
    )
    {
        var timer = await db.Set<Timer>()
            .AsNoTracking()
            .Where(one => one.Subject == incident.Id && one.Kind == Paging.StepTimer)
            .OrderBy(one => one.DueAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (
            timer is not null
            && JsonSerializer.Deserialize<StepPayload>(timer.Payload) is { } payload
            && payload.Run == incident.EscalationRun
        )
        {
            return (new(payload.Loop, payload.Step), timer.DueAt);
        }

        var last = await LastPagedAsync(db, incident, cancellationToken);
        return (last is null ? EscalationPosition.First : Escalation.Next(policy, new(last.Loop, last.Step)), null);
    }

    private static async Task<PagedFacts?> LastPagedAsync(
        PortalDb db,
        Incident incident,
        CancellationToken cancellationToken
    )
    {
        var entries = await db.Set<TimelineEntry>()
            .AsNoTracking()
            .Where(entry => entry.IncidentId == incident.Id && entry.Kind == TimelineKind.Paged)
            .OrderByDescending(entry => entry.Seq)
            .Take(EntriesLookedAt)
            .ToListAsync(cancellationToken);
        return entries
            .Select(Timeline.Facts<PagedFacts>)
            .FirstOrDefault(facts => facts.Run == incident.EscalationRun && facts.Loop != PagedFacts.ByName);
    }
}

/// <param name="Run">The run it was set in: in a later one it no longer counts.</param>
/// <param name="Early">Fires before its planned time.</param>
internal sealed record StepPayload(int Run, int Loop, int Step, bool Early = false);

/// <param name="After">Seconds: one way may be tried at once and again after two minutes, and those are two pages.</param>
internal sealed record RulePayload(int Run, int Loop, int Step, string User, string Method, long After = 0);

/// <summary>Who was paged, in which run and step; kept with the entry on the timeline.</summary>
internal sealed record PagedFacts(string User, int Run, int Loop, int Step)
{
    /// <summary>Stands for the loop of a page that no policy asked for.</summary>
    public const int ByName = -1;
}
