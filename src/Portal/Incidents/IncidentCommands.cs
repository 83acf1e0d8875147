using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>What people do with incidents. Each holds the incident, so that two who act at once act one after the other.</summary>
internal sealed class IncidentCommands(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    Authoriser authoriser,
    Paging paging,
    IncidentClosing closing
)
{
    private const int LongestNote = 10_000;

    /// <summary>Declares an incident by hand.</summary>
    /// <exception cref="ConflictException">The service has an open one of this kind already.</exception>
    public async Task<Incident> OpenAsync(
        Actor actor,
        string title,
        Severity severity,
        string? serviceName,
        CancellationToken cancellationToken
    )
    {
        var service = serviceName is null ? null : definitions.FindByNameOrId<Service>(serviceName);
        if (serviceName is not null && service is null)
        {
            throw new InvalidInputException("service", $"There is no Service named {serviceName}.");
        }

        authoriser.Demand(actor, Role.Responder, service?.Spec.Team, "declare incidents");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var number = await IncidentStore.NextNumberAsync(work, cancellationToken);
        var opening = new IncidentOpening(
            title,
            severity,
            $"declared:{number}",
            service?.Name,
            service?.Spec.Team,
            service?.Spec.EscalationPolicy
        );
        var incident = Incident.Open(opening, number, work.Now);
        work.Db.Add(incident);
        Timeline.Add(work, incident, TimelineKind.Opened, actor.Name, "declared this incident");
        await work.Db.SaveChangesAsync(cancellationToken);
        if (incident.NeedsPaging)
        {
            await paging.BeginAsync(work, incident, cancellationToken);
        }

        await AuditAsync(work, actor, "declared", incident, null, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return incident;
    }

    /// <summary>The actor has it. When somebody else had it first, that counts, and this one is recorded.</summary>
    public Task<Incident> AcknowledgeAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        ChangeAsync(
            actor,
            number,
            "acknowledge",
            async (work, incident) =>
            {
                if (!incident.Acknowledge(actor.Name, work.Now))
                {
                    RecordSecond(work, incident, actor);
                    return;
                }

                var after = DurationText.Words(work.Now - incident.DetectedAt);
                Timeline.Add(
                    work,
                    incident,
                    TimelineKind.Acknowledged,
                    actor.Name,
                    $"acknowledged after {after}; paging stopped"
                );
                await Paging.StopAsync(work, incident, cancellationToken);
                await paging.WaitForResolveAsync(work, incident, cancellationToken);
                await AuditAsync(work, actor, "acknowledged", incident, null, cancellationToken);
            },
            cancellationToken
        );

    public Task<Incident> MitigateAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        ChangeAsync(
            actor,
            number,
            "mitigate",
            async (work, incident) =>
            {
                if (incident.Mitigate(work.Now))
                {
                    Timeline.Add(
                        work,
                        incident,
                        TimelineKind.Mitigated,
                        actor.Name,
                        "marked it mitigated: users no longer notice"
                    );
                    await AuditAsync(work, actor, "mitigated", incident, null, cancellationToken);
                }
            },
            cancellationToken
        );

    public Task<Incident> ResolveAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        ChangeAsync(
            actor,
            number,
            "resolve",
            async (work, incident) =>
            {
                if (await closing.ResolveAsync(work, incident, actor.Name, cancellationToken))
                {
                    await AuditAsync(work, actor, "resolved", incident, null, cancellationToken);
                }
            },
            cancellationToken
        );

    public Task<Incident> ReopenAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        ChangeAsync(
            actor,
            number,
            "reopen",
            async (work, incident) =>
            {
                var other = await IncidentStore.LockOpenAsync(work, incident.GroupKey, cancellationToken);
                if (other is not null && other.Id != incident.Id)
                {
                    throw new ConflictException($"#{other.Number} is open for the same group: go on there.");
                }

                incident.Reopen();
                Timeline.Add(work, incident, TimelineKind.Reopened, actor.Name, "reopened it");
                await AuditAsync(work, actor, "reopened", incident, null, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Pages the next step of the policy now.</summary>
    public Task<Incident> EscalateAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        ChangeAsync(
            actor,
            number,
            "escalate",
            async (work, incident) =>
            {
                if (!incident.IsOpen)
                {
                    throw new Domain.DomainException($"#{number} is resolved: there is nothing to escalate.");
                }

                var next = await NextStepAsync(work, incident, cancellationToken);
                Timeline.Add(work, incident, TimelineKind.Escalated, actor.Name, "escalated to the next step");
                await paging.EscalateAsync(work, incident, next, cancellationToken);
                await AuditAsync(work, actor, "escalated", incident, null, cancellationToken);
            },
            cancellationToken
        );

    public Task<Incident> NoteAsync(Actor actor, long number, string text, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestNote)
        {
            throw new InvalidInputException("text", $"A note has 1 to {LongestNote:N0} characters.");
        }

        return ChangeAsync(
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

    public Task<Incident> SetSeverityAsync(
        Actor actor,
        long number,
        Severity severity,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            actor,
            number,
            "change the severity of",
            async (work, incident) =>
            {
                var was = incident.Severity;
                incident.ChangeSeverity(severity);
                Timeline.Add(
                    work,
                    incident,
                    TimelineKind.Severity,
                    actor.Name,
                    $"changed the severity from {Words.Of(was)} to {Words.Of(severity)}"
                );
                if (was is not Severity.Critical && incident.NeedsPaging)
                {
                    await paging.BeginAsync(work, incident, cancellationToken);
                }

                await AuditAsync(work, actor, "changed severity", incident, Words.Of(was), cancellationToken);
            },
            cancellationToken
        );

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

        return ChangeAsync(
            actor,
            number,
            "assign roles in",
            async (work, incident) =>
            {
                var name = role.Trim().ToLowerInvariant();
                var held = await work.Db.Set<IncidentRole>().FindAsync([incident.Id, name], cancellationToken);
                if (held is null)
                {
                    work.Db.Add(
                        new IncidentRole
                        {
                            IncidentId = incident.Id,
                            Role = name,
                            User = user,
                        }
                    );
                }
                else
                {
                    held.User = user;
                }

                var text = user == actor.Name ? $"took the role {name}" : $"made {user} {name}";
                Timeline.Add(work, incident, TimelineKind.Role, actor.Name, text, new { role = name, user });
            },
            cancellationToken
        );
    }

    /// <summary>Corrects when things were; what was said before is kept.</summary>
    public Task<Incident> CorrectAsync(
        Actor actor,
        long number,
        IReadOnlyList<(Stamp Stamp, Instant At)> corrections,
        string reason,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("reason", "Say how you know: the old time is kept beside it.");
        }

        return ChangeAsync(
            actor,
            number,
            "correct the times of",
            async (work, incident) =>
            {
                foreach (var (stamp, at) in corrections)
                {
                    var was = incident.StampOf(stamp);
                    incident.Correct(stamp, at, work.Now);
                    work.Db.Add(
                        new StampCorrection
                        {
                            IncidentId = incident.Id,
                            Stamp = stamp,
                            Was = was,
                            Became = at,
                            By = actor.Name,
                            Reason = reason.Trim(),
                            At = work.Now,
                        }
                    );
                    Timeline.Add(
                        work,
                        incident,
                        TimelineKind.Stamp,
                        actor.Name,
                        $"corrected {Words.Of(stamp)} from {was} to {at}: {reason.Trim()}"
                    );
                }

                await AuditAsync(work, actor, "corrected times", incident, null, cancellationToken);
            },
            cancellationToken
        );
    }

    private static void RecordSecond(UnitOfWork work, Incident incident, Actor actor)
    {
        if (incident.AcknowledgedBy != actor.Name)
        {
            Timeline.Add(
                work,
                incident,
                TimelineKind.Acknowledged,
                actor.Name,
                $"acknowledged as well; {incident.AcknowledgedBy} was first"
            );
        }
    }

    private async Task<Incident> ChangeAsync(
        Actor actor,
        long number,
        string verb,
        Func<UnitOfWork, Incident, Task> change,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var incident =
            await IncidentStore.LockAsync(work, number, cancellationToken)
            ?? throw new NotFoundException("incident", $"#{number}");
        authoriser.Demand(actor, Role.Responder, incident.Team, $"{verb} incident #{number}");
        await change(work, incident);
        work.Announce(Topics.Of(incident));
        await work.CommitAsync(cancellationToken);
        return incident;
    }

    private static async Task<EscalationPosition?> NextStepAsync(
        UnitOfWork work,
        Incident incident,
        CancellationToken cancellationToken
    )
    {
        var payload = await work.FirstOrDefaultAsync<string>(
            "select payload::text from timer where subject = @Id and kind = @Kind order by due_at limit 1",
            new { incident.Id, Kind = Paging.StepTimer },
            cancellationToken
        );
        return payload is null ? EscalationPosition.First
            : System.Text.Json.JsonSerializer.Deserialize<StepPayload>(payload) is { } step ? new(step.Loop, step.Step)
            : null;
    }

    private static Task AuditAsync(
        UnitOfWork work,
        Actor actor,
        string action,
        Incident incident,
        string? before,
        CancellationToken cancellationToken
    ) =>
        AuditLog.WriteAsync(
            work,
            actor,
            action,
            "Incident",
            $"#{incident.Number}",
            before is null ? null : new { before },
            new { state = Words.Of(incident.State), severity = Words.Of(incident.Severity) },
            cancellationToken
        );
}
