using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>What people do with incidents, and what follows from it for those who are paged.</summary>
/// <remarks>Longer than other files by a line or two: one method for each thing that can be done.</remarks>
internal sealed class IncidentCommands(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    Authoriser authoriser,
    IncidentChange incidents,
    Paging paging,
    Pager pager,
    PageAgain again,
    IncidentClosing closing
)
{
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
        if (title.Trim().Length is 0 or > Incident.LongestTitle)
        {
            throw new InvalidInputException(
                "title",
                $"Say what users notice, in a sentence of 1 to {Incident.LongestTitle} characters."
            );
        }

        var service = serviceName is null ? null : definitions.FindByNameOrId<Service>(serviceName);
        if (serviceName is not null && service is null)
        {
            throw new InvalidInputException("service", $"There is no Service named {Shown.Short(serviceName)}.");
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

        await IncidentChange.AuditAsync(work, actor, "declared", incident, null, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return incident;
    }

    /// <summary>The actor has it. When somebody else had it first, that counts, and this one is recorded.</summary>
    public Task<Incident> AcknowledgeAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        incidents.RunAsync(
            actor,
            number,
            "acknowledge",
            async (work, incident) =>
            {
                var (wasSnoozed, had) = (incident.IsSnoozed, incident.AcknowledgedBy);
                if (!incident.Acknowledge(actor.Name, work.Now))
                {
                    await AcknowledgeRecord.SecondAsync(work, incident, actor.Name, cancellationToken);
                    return;
                }

                if (wasSnoozed)
                {
                    AcknowledgeRecord.EndsSnooze(work, incident, actor.Name, had);
                }
                else
                {
                    AcknowledgeRecord.First(work, incident, actor.Name);
                }

                await Paging.StopAsync(work, incident, cancellationToken);
                await paging.WaitForResolveAsync(work, incident, cancellationToken);
                await IncidentChange.AuditAsync(work, actor, "acknowledged", incident, null, cancellationToken);
            },
            cancellationToken
        );

    public Task<Incident> MitigateAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        incidents.RunAsync(
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
                    await IncidentChange.AuditAsync(work, actor, "mitigated", incident, null, cancellationToken);
                }
            },
            cancellationToken
        );

    public Task<Incident> ResolveAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        incidents.RunAsync(
            actor,
            number,
            "resolve",
            async (work, incident) =>
            {
                if (await closing.ResolveAsync(work, incident, actor.Name, cancellationToken))
                {
                    await IncidentChange.AuditAsync(work, actor, "resolved", incident, null, cancellationToken);
                }
            },
            cancellationToken
        );

    public Task<Incident> ReopenAsync(Actor actor, long number, CancellationToken cancellationToken) =>
        incidents.RunAsync(
            actor,
            number,
            "reopen",
            async (work, incident) =>
            {
                await ReopenGuard.RefuseAsync(work, incident, cancellationToken);
                incident.Reopen();
                Timeline.Add(work, incident, TimelineKind.Reopened, actor.Name, "reopened it");
                await WatchAgainAsync(work, incident, cancellationToken);
                await IncidentChange.AuditAsync(work, actor, "reopened", incident, null, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Pages the next step of the policy now.</summary>
    /// <param name="seen">The next step as the actor saw it: refused when it was paged meanwhile. Null for whichever is next.</param>
    public Task<Incident> EscalateAsync(
        Actor actor,
        long number,
        CancellationToken cancellationToken,
        EscalationPosition? seen = null
    ) =>
        incidents.RunAsync(
            actor,
            number,
            "escalate",
            async (work, incident) =>
            {
                incident.RefuseWhenResolved("escalated");
                var ends = incident.EndSnooze();
                var text = $"escalated to the next step{(ends ? "; the snooze is over" : "")}";
                Timeline.Add(work, incident, TimelineKind.Escalated, actor.Name, text);
                await paging.EscalateAsync(work, incident, seen, cancellationToken);
                if (ends)
                {
                    await paging.WaitForResolveAsync(work, incident, cancellationToken);
                }

                await IncidentChange.AuditAsync(work, actor, "escalated", incident, null, cancellationToken);
            },
            cancellationToken
        );

    /// <summary>Pages somebody by name, whatever the policy says.</summary>
    public Task<Incident> PageAsync(Actor actor, long number, string user, CancellationToken cancellationToken)
    {
        if (definitions.Find<Person>(user)?.Spec is not { EffectiveRules.Count: > 0 })
        {
            throw new InvalidInputException("user", $"There is no way to reach {user}: no contact method is set.");
        }

        return incidents.RunAsync(
            actor,
            number,
            "page people for",
            async (work, incident) =>
            {
                incident.RefuseWhenResolved("paged for");
                await pager.PageByNameAsync(work, incident, user, actor.Name, cancellationToken);
                await IncidentChange.AuditAsync(work, actor, $"paged {user}", incident, null, cancellationToken);
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
        incidents.RunAsync(
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
                if (was is not Severity.Critical && severity is Severity.Critical)
                {
                    await again.RaisedAsync(work, incident, keepsHolder: true, cancellationToken);
                }

                await IncidentChange.AuditAsync(
                    work,
                    actor,
                    "changed severity",
                    incident,
                    Words.Of(was),
                    cancellationToken
                );
            },
            cancellationToken
        );

    /// <summary>Open again: whoever had it has it still, and is given the same patience; with nobody, it pages.</summary>
    private Task WatchAgainAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken) =>
        incident.NeedsPaging ? paging.BeginAsync(work, incident, cancellationToken)
        : incident.IsTaken ? paging.WaitForResolveAsync(work, incident, cancellationToken)
        : Task.CompletedTask;
}
