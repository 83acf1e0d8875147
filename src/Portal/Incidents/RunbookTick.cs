using NodaTime;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Who ticked a step of the runbook last, or took the tick back.</summary>
/// <remarks>Found by the step's own words: a runbook that is edited during the incident loses no tick that still means something.</remarks>
public sealed record RunbookTick(string Step, bool Done, string By, Instant At)
{
    /// <param name="entries">Of any kind, in their order.</param>
    public static RunbookTick? Of(IEnumerable<TimelineEntry> entries, string step) =>
        entries
            .Where(entry => entry.Kind is TimelineKind.Runbook)
            .OrderByDescending(entry => entry.Seq)
            .Select(entry => (entry, facts: Timeline.Facts<TickFacts>(entry)))
            .Where(one => one.facts.Step == step)
            .Select(one => new RunbookTick(step, one.facts.Done, one.entry.Actor, one.entry.At))
            .FirstOrDefault();
}

internal sealed record TickFacts(string Step, bool Done);
