using NodaTime;
using NodaTime.Text;
using Portal.Domain.Incidents;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Incidents.Pages;

/// <summary>Turns an entry into the sentence that a person reads: names instead of users, local times instead of UTC.</summary>
internal static class TimelineSentences
{
    /// <returns>Its parts in order; the strong ones are who and what it is about.</returns>
    public static IReadOnlyList<(string Text, bool IsStrong)> Of(
        TimelineEntry entry,
        Naming names,
        DateTimeZone zone,
        Instant now
    )
    {
        var text =
            entry.Kind is TimelineKind.Note ? "noted"
            : entry.Kind is TimelineKind.Stamp ? Stamp(entry, zone, now)
            : entry.Kind is TimelineKind.Snoozed ? Snooze(entry, zone, now)
            : entry.Text;
        var who = Timeline.Facts<WhoFacts>(entry);
        var parts = who.User is { } user && user != entry.Actor ? Named(text, user, names) : [(text, false)];
        return entry.Actor == Timeline.Itself
            ? [(Capital(parts[0].Text), parts[0].IsStrong), .. parts.Skip(1)]
            : [(names.Subject(entry.Actor), true), (" ", false), .. parts];
    }

    /// <returns>The icon of its dot, and the dot's style: red for what woke somebody, green for what ended it.</returns>
    public static (string Icon, string Css) LookOf(TimelineKind kind) =>
        kind switch
        {
            TimelineKind.Opened => ("incident", "node node-page"),
            TimelineKind.Alert => ("rule", "node"),
            TimelineKind.Paged => ("push", "node node-page"),
            TimelineKind.Delivered => ("mail", "node"),
            TimelineKind.NotDelivered => ("alert", "node node-page"),
            TimelineKind.Escalated => ("escalation", "node"),
            TimelineKind.Acknowledged => ("hand", "node"),
            TimelineKind.Mitigated => ("shield", "node node-ok"),
            TimelineKind.Resolved => ("check", "node node-ok"),
            TimelineKind.Reopened => ("refresh", "node node-page"),
            TimelineKind.Severity => ("up", "node"),
            TimelineKind.Role => ("person", "node"),
            TimelineKind.Note => ("chat", "node"),
            TimelineKind.Runbook => ("book", "node"),
            TimelineKind.Deployment => ("deploy", "node"),
            TimelineKind.Stamp => ("clock", "node"),
            TimelineKind.Linked => ("link", "node"),
            TimelineKind.Postmortem => ("doc", "node"),
            TimelineKind.Snoozed => ("clock", "node"),
            TimelineKind.Merged => ("link", "node"),
        };

    /// <summary>The first mention of a user, by name and strong.</summary>
    private static IReadOnlyList<(string Text, bool IsStrong)> Named(string text, string user, Naming names)
    {
        var at = (" " + text + " ").IndexOf($" {user}", StringComparison.Ordinal);
        if (at < 0)
        {
            return [(text, false)];
        }

        var rest = text[Math.Min(at + user.Length, text.Length)..];
        return [(text[..at], false), (names.Within(user), true), (rest, false)];
    }

    private static string Stamp(TimelineEntry entry, DateTimeZone zone, Instant now)
    {
        var facts = Timeline.Facts<StampFacts>(entry);
        if (facts.Became is null || !Words.TryParse<Stamp>(facts.Stamp, out var stamp))
        {
            return entry.Text;
        }

        var was = facts.Was is null ? "nothing" : Local(facts.Was, zone, now);
        return $"corrected {StampWords.Of(stamp)} from {was} to {Local(facts.Became, zone, now)}: {facts.Reason}";
    }

    private static string Snooze(TimelineEntry entry, DateTimeZone zone, Instant now)
    {
        var facts = Timeline.Facts<SnoozeFacts>(entry);
        return InstantPattern.ExtendedIso.Parse(facts.Until ?? "") is { Success: true, Value: var until }
            ? $"{facts.What} {Moments.Text(until, zone, now)}"
            : entry.Text;
    }

    private static string Local(string text, DateTimeZone zone, Instant now)
    {
        if (InstantPattern.ExtendedIso.Parse(text) is not { Success: true, Value: var at })
        {
            return text;
        }

        var seconds = at.InZone(zone).Second;
        return Moments.Text(at, zone, now) + (seconds == 0 ? "" : $":{seconds:00}");
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private sealed record WhoFacts(string? User);
}
