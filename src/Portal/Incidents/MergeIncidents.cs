using Microsoft.EntityFrameworkCore;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;

namespace Portal.Incidents;

/// <summary>Two incidents turn out to be one: the one is closed as part of the other, and everything about it goes on there.</summary>
internal sealed class MergeIncidents(
    IDbContextFactory<PortalDb> databases,
    Authoriser authoriser,
    Paging paging,
    PageAgain again,
    TellInvolved tell
)
{
    /// <param name="into">The number of the one that goes on.</param>
    /// <returns>The one that is part of it now.</returns>
    /// <exception cref="Domain.DomainException">One of them is closed or merged; says by whom and when, and where it goes on.</exception>
    public async Task<Incident> MergeAsync(Actor actor, long number, long into, CancellationToken cancellationToken)
    {
        if (number == into)
        {
            throw new InvalidInputException("into", $"#{number} cannot be merged into itself: name another one.");
        }

        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await GroupMap.ChangeAsync(work, cancellationToken);
        var (found, other) = await MergedIncidents.LockBothAsync(work, number, into, cancellationToken);
        var source = found ?? throw new NotFoundException("incident", $"#{number}");
        authoriser.Demand(actor, Role.Responder, source.Team, $"merge incident #{number}");
        var target = other ?? throw new InvalidInputException("into", $"There is no incident #{into}.");
        authoriser.Demand(actor, Role.Responder, target.Team, $"merge anything into incident #{into}");
        await RefuseMergedAsync(work, source, target, cancellationToken);
        var effect = source.MergeInto(target, actor.Name, work.Now);
        await CloseAsync(work, source, target, actor, cancellationToken);
        await GoOnAsync(work, source, target, actor, effect, cancellationToken);
        await work.CommitAsync(cancellationToken);
        return source;
    }

    /// <summary>The number to use is the one where the other goes on now, however often that was merged since.</summary>
    private static async Task RefuseMergedAsync(
        UnitOfWork work,
        Incident source,
        Incident target,
        CancellationToken cancellationToken
    )
    {
        if (!target.IsMerged || source.IsMerged)
        {
            return;
        }

        var end = await MergedIncidents.EndOfAsync(work.Db, target.Number, cancellationToken);
        throw new ConflictException(
            end == source.Number
                ? $"#{target.Number} is part of #{source.Number} already: {target.ResolvedBy} merged it at {target.ResolvedAt}."
                : $"#{target.Number} is part of #{end}: merge into #{end}."
        );
    }

    private async Task CloseAsync(
        UnitOfWork work,
        Incident source,
        Incident target,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        Timeline.Add(
            work,
            source,
            TimelineKind.Merged,
            actor.Name,
            $"merged it into #{target.Number}, where it goes on: {target.Title}",
            new MergeFacts(source.Number, target.Number)
        );
        await Paging.StopAsync(work, source, cancellationToken);
        await tell.MergedAsync(work, source, target, actor.Name, cancellationToken);
        await IncidentChange.AuditAsync(work, actor, $"merged into #{target.Number}", source, null, cancellationToken);
    }

    private async Task GoOnAsync(
        UnitOfWork work,
        Incident source,
        Incident target,
        Actor actor,
        MergeEffect effect,
        CancellationToken cancellationToken
    )
    {
        var alerts = await MoveAlertsAsync(work, source, target, cancellationToken);
        MergeRecord.Write(work, source, target, actor.Name, effect, alerts);
        if (effect is { IsRaised: true, Severity: Severity.Critical } && (target.IsSnoozed || !target.IsTaken))
        {
            await again.RaisedAsync(work, target, keepsHolder: true, cancellationToken);
        }
        else if (effect.FoundPolicy && target.NeedsPaging)
        {
            await paging.BeginAsync(work, target, cancellationToken);
        }
        else if (effect.HurtsAgain && target is { IsTaken: true, IsSnoozed: false })
        {
            await paging.WaitForResolveAsync(work, target, cancellationToken);
        }

        await IncidentChange.AuditAsync(
            work,
            actor,
            $"merged #{source.Number} into it",
            target,
            Manifests.Words.Of(effect.Was),
            cancellationToken
        );
    }

    /// <summary>An alert is part of one incident at a time: what fires on is over in the one that goes on.</summary>
    private static async Task<int> MoveAlertsAsync(
        UnitOfWork work,
        Incident source,
        Incident target,
        CancellationToken cancellationToken
    )
    {
        await work.ExecuteAsync(
            """
            insert into incident_alert
                (incident_id, source_id, fingerprint, rule, labels, summary, value, fired_at, resolved_at, count)
            select @Target, source_id, fingerprint, rule, labels, summary, value, fired_at, resolved_at, count
            from incident_alert where incident_id = @Source
            on conflict (incident_id, source_id, fingerprint) do update set
                count = incident_alert.count + excluded.count,
                fired_at = greatest(incident_alert.fired_at, excluded.fired_at),
                resolved_at = case
                    when incident_alert.resolved_at is null or excluded.resolved_at is null then null
                    else greatest(incident_alert.resolved_at, excluded.resolved_at) end
            """,
            new { Target = target.Id, Source = source.Id },
            cancellationToken
        );
        return await work.ExecuteAsync(
            "delete from incident_alert where incident_id = @Id",
            new { source.Id },
            cancellationToken
        );
    }
}
