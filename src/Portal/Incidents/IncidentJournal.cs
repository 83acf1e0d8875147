using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>What people write down about an incident: notes, ticks of its runbook, roles. None of it pages.</summary>
internal sealed class IncidentJournal(IncidentChange incidents, IDefinitions definitions)
{
    private const int LongestNote = 10_000;

    public Task<Incident> NoteAsync(Actor actor, long number, string text, CancellationToken cancellationToken)
    {
        RefuseLength(text);
        return incidents.RunAsync(
            actor,
            number,
            "write notes on",
            (work, incident) =>
            {
                Timeline.Add(work, incident, TimelineKind.Note, actor.Name, text.Trim());
                return Task.CompletedTask;
            },
            cancellationToken
        );
    }

    /// <summary>Says a note of one's own better; what it said before is kept below it.</summary>
    /// <param name="note">The first version's number.</param>
    /// <param name="seen">The number of the version that was corrected: a newer one is not written over unseen.</param>
    public Task<Incident> CorrectNoteAsync(
        Actor actor,
        long number,
        int note,
        int seen,
        string text,
        CancellationToken cancellationToken
    )
    {
        RefuseLength(text);
        return incidents.RunAsync(
            actor,
            number,
            "correct notes on",
            async (work, incident) =>
            {
                var versions = await NoteAsync(work, incident, note, cancellationToken);
                if (versions[0].Actor != actor.Name)
                {
                    throw new ForbiddenException(
                        $"Only {versions[0].Actor} may correct this note. Add one of your own."
                    );
                }

                if (versions[^1].Seq != seen)
                {
                    throw new ConflictException(
                        "You corrected this note elsewhere meanwhile. Read it before you change it again."
                    );
                }

                Timeline.Add(work, incident, TimelineKind.Note, actor.Name, text.Trim(), replaces: note);
            },
            cancellationToken
        );
    }

    /// <summary>Makes a note easy to find, or ordinary again.</summary>
    public Task<Incident> PinAsync(
        Actor actor,
        long number,
        int note,
        bool pinned,
        CancellationToken cancellationToken
    ) =>
        incidents.RunAsync(
            actor,
            number,
            "pin notes of",
            async (work, incident) => (await NoteAsync(work, incident, note, cancellationToken))[0].Pinned = pinned,
            cancellationToken
        );

    /// <summary>A step of the runbook is done, or was not after all. Ticking what is ticked changes nothing: two who do it at once did it once.</summary>
    public Task<Incident> TickAsync(
        Actor actor,
        long number,
        string step,
        bool done,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(step) || step.Length > LongestNote)
        {
            throw new InvalidInputException("step", "Name the step as the runbook writes it.");
        }

        return incidents.RunAsync(
            actor,
            number,
            "tick the runbook of",
            async (work, incident) =>
            {
                var ticks = await work
                    .Db.Set<TimelineEntry>()
                    .Where(entry => entry.IncidentId == incident.Id && entry.Kind == TimelineKind.Runbook)
                    .ToListAsync(cancellationToken);
                if (RunbookTick.Of(ticks, step) is { } tick ? tick.Done != done : done)
                {
                    var text = done ? $"ticked “{step}”" : $"took back the tick of “{step}”";
                    Timeline.Add(work, incident, TimelineKind.Runbook, actor.Name, text, new TickFacts(step, done));
                }
            },
            cancellationToken
        );
    }

    public Task<Incident> SetRoleAsync(
        Actor actor,
        long number,
        string role,
        string user,
        CancellationToken cancellationToken
    )
    {
        if (definitions.Find<Person>(user) is null)
        {
            throw new InvalidInputException("user", $"There is no User named {user}.");
        }

        if (string.IsNullOrWhiteSpace(role) || role.Length > 40)
        {
            throw new InvalidInputException("role", "Name the role in 1 to 40 characters, for example commander.");
        }

        return incidents.RunAsync(
            actor,
            number,
            "assign roles in",
            (work, incident) =>
                GiveRoleAsync(work, incident, actor.Name, role.Trim().ToLowerInvariant(), user, cancellationToken),
            cancellationToken
        );
    }

    private static void RefuseLength(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestNote)
        {
            throw new InvalidInputException("text", $"A note has 1 to {LongestNote:N0} characters.");
        }
    }

    /// <returns>All versions of it, the first one first.</returns>
    private static async Task<IReadOnlyList<TimelineEntry>> NoteAsync(
        UnitOfWork work,
        Incident incident,
        int note,
        CancellationToken cancellationToken
    )
    {
        var versions = await work
            .Db.Set<TimelineEntry>()
            .Where(entry => entry.IncidentId == incident.Id && entry.Kind == TimelineKind.Note)
            .Where(entry => entry.Seq == note || entry.Replaces == note)
            .OrderBy(entry => entry.Seq)
            .ToListAsync(cancellationToken);
        return versions is [{ Replaces: null }, ..]
            ? versions
            : throw new NotFoundException("note", $"{note} of #{incident.Number}");
    }

    private static async Task GiveRoleAsync(
        UnitOfWork work,
        Incident incident,
        string by,
        string role,
        string user,
        CancellationToken cancellationToken
    )
    {
        var held = await work.Db.Set<IncidentRole>().FindAsync([incident.Id, role], cancellationToken);
        if (held?.User == user)
        {
            return;
        }

        if (held is null)
        {
            var given = new IncidentRole
            {
                IncidentId = incident.Id,
                Role = role,
                User = user,
            };
            work.Db.Add(given);
        }
        else
        {
            held.User = user;
        }

        var text = user == by ? $"took the role {role}" : $"made {user} {role}";
        Timeline.Add(work, incident, TimelineKind.Role, by, text, new { role, user });
    }
}
