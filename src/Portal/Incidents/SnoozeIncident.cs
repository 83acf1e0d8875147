using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Time;

namespace Portal.Incidents;

/// <summary>Somebody has an incident and can do nothing before a time: it is quiet until then, and pages again from then on.</summary>
internal sealed class SnoozeIncident(IncidentChange incidents)
{
    /// <exception cref="InvalidInputException">The time is sooner than a minute or later than seven days from now.</exception>
    /// <exception cref="Domain.DomainException">It is resolved; says by whom and when.</exception>
    public Task<Incident> SnoozeAsync(Actor actor, long number, SnoozeEnd end, CancellationToken cancellationToken) =>
        incidents.RunAsync(
            actor,
            number,
            "snooze",
            async (work, incident) =>
            {
                incident.RefuseWhenResolved("snoozed");
                var until = end.At(work.Now);
                if (Snoozing.Problem(until, work.Now) is { } problem)
                {
                    throw new InvalidInputException(end.Field, problem);
                }

                var before = incident.SnoozedUntil is { } was ? $"until {was}" : null;
                Record(work, incident, actor.Name, until, incident.Snooze(actor.Name, until, work.Now));
                await Paging.WaitForSnoozeAsync(work, incident, until, cancellationToken);
                await IncidentChange.AuditAsync(
                    work,
                    actor,
                    $"snoozed until {until}",
                    incident,
                    before,
                    cancellationToken
                );
            },
            cancellationToken
        );

    private static void Record(UnitOfWork work, Incident incident, string by, Instant until, SnoozeBegin begin)
    {
        if (begin.Had is null)
        {
            AcknowledgeRecord.First(work, incident, by);
        }

        var from = begin.Had is { } had && had != by ? $"took it over from {had} and " : "";
        var what = begin.IsMoved ? "moved the snooze to" : "snoozed it until";
        var facts = new SnoozeFacts(InstantPattern.ExtendedIso.Format(until), from + what);
        Timeline.Add(work, incident, TimelineKind.Snoozed, by, $"{from}{what} {until}", facts);
    }
}

/// <summary>When a snooze is to end: so long from now, or at a time.</summary>
/// <param name="Field">What the one who asks calls it.</param>
internal sealed record SnoozeEnd(string Field, Duration? For, Instant? Until)
{
    public static SnoozeEnd After(Duration time) => new("for", time, null);

    public static SnoozeEnd At(Instant time, string field = "until") => new(field, null, time);

    /// <summary>As a request writes it: <c>for: 30m</c> or <c>until: 2026-02-03T09:00:00Z</c>, exactly one of them.</summary>
    public static SnoozeEnd Parse(string? span, string? until) =>
        (span, until) switch
        {
            (null, null) => throw new InvalidInputException(
                "for",
                "Say for how long (for: 30m) or until when (until: 2026-02-03T09:00:00Z)."
            ),
            (not null, not null) => throw new InvalidInputException("until", "Give for or until, and not both."),
            (not null, null) => DurationText.TryParse(span, out var time)
                ? After(time)
                : throw new InvalidInputException(
                    "for",
                    $"{Shown.Short(span)} is no duration: write it as 30m, 2h or 1h30m."
                ),
            (null, not null) => At(RequestTime.Read("until", until)),
        };

    public Instant At(Instant now) => Until ?? now + For!.Value;
}

/// <param name="Until">As RFC 3339 in UTC.</param>
/// <param name="What">The sentence up to the time.</param>
internal sealed record SnoozeFacts(string? Until, string? What);
