using NodaTime;

namespace Portal.Domain.Incidents;

/// <summary>Quiet until a time: somebody has it, can do nothing before then, and wants it to page again then.</summary>
/// <remarks>
/// It ends when its time comes, and before that with an acknowledge, a resolve, a merge, an escalation by hand or a severity
/// that rises to critical: with whatever says that somebody looks after it now, or has to.
/// </remarks>
public static class Snoozing
{
    public static readonly Duration Shortest = Duration.FromMinutes(1);

    public static readonly Duration Longest = Duration.FromDays(7);

    /// <returns>Why nothing can be snoozed until then, in a sentence; null when it can.</returns>
    public static string? Problem(Instant until, Instant now) =>
        until < now + Shortest ? "A snooze lasts at least one minute from now."
        : until > now + Longest
            ? "A snooze lasts at most seven days from now: resolve it if nothing will be done by then."
        : null;

    /// <summary>Counts as having it: acknowledged when nobody had, taken over from whoever did.</summary>
    /// <exception cref="DomainException">It is resolved; says by whom and when.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time has a <see cref="Problem"/>.</exception>
    public static SnoozeBegin Snooze(this Incident incident, string by, Instant until, Instant now)
    {
        incident.RefuseWhenResolved("snoozed");
        if (Problem(until, now) is { } problem)
        {
            throw new ArgumentOutOfRangeException(nameof(until), until, problem);
        }

        var begin = new SnoozeBegin(
            Had: incident.IsTaken ? incident.AcknowledgedBy : null,
            IsMoved: incident.IsSnoozed
        );
        incident.Take(by, now);
        incident.SnoozedUntil = until;
        return begin;
    }

    /// <returns>False when it was not snoozed.</returns>
    public static bool EndSnooze(this Incident incident)
    {
        var was = incident.IsSnoozed;
        incident.SnoozedUntil = null;
        return was;
    }

    /// <summary>The time has come, and nothing ended the snooze before. False too for a timer of a snooze that was moved since.</summary>
    public static bool SnoozeIsOver(this Incident incident, Instant now) =>
        incident is { IsOpen: true, SnoozedUntil: { } until } && until <= now;
}

/// <summary>What a snooze began from.</summary>
/// <param name="Had">Whoever had it before; null when nobody did, so that it was acknowledged with the snooze.</param>
/// <param name="IsMoved">It was snoozed already, until another time.</param>
public sealed record SnoozeBegin(string? Had, bool IsMoved);
