using Microsoft.EntityFrameworkCore;
using NodaTime.Text;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>Turns alerts into incidents: opens one for a group, joins the open one, resolves it when its last alert went quiet.</summary>
internal sealed class OpenIncidents(
    IDefinitions definitions,
    Paging paging,
    RaiseSeverity severities,
    IncidentClosing closing,
    IEnumerable<IIncidentListener> listeners
) : IAlertListener
{
    public async Task ChangedAsync(
        UnitOfWork work,
        IReadOnlyList<AlertNotice> notices,
        CancellationToken cancellationToken
    )
    {
        // Groups in one order on every replica, so that two of them cannot wait for each other.
        var groups = notices
            .Where(notice => notice.Severity is not Severity.Info)
            .GroupBy(notice => GroupKey.Of(notice.Service, notice.Rule, notice.Severity), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        if (groups.Count > 0)
        {
            await GroupMap.FollowAsync(work, cancellationToken);
        }

        var raised = new List<RaisedAlert>();
        foreach (var group in groups)
        {
            var incident = await IncidentStore.LockOpenAsync(work, group.Key, cancellationToken);
            foreach (var notice in group)
            {
                incident = notice.Fires
                    ? await FiresAsync(work, group.Key, incident, notice, cancellationToken)
                    : await IsOverAsync(work, incident, notice, cancellationToken);
                if (notice.Fires)
                {
                    raised.Add(new(incident!, notice.SourceId, notice.Rule));
                }
            }
        }

        // All at once, so that what they hold is taken in one order.
        foreach (var listener in listeners.Where(_ => raised.Count > 0))
        {
            await listener.RaisedAsync(work, raised, cancellationToken);
        }
    }

    private async Task<Incident> FiresAsync(
        UnitOfWork work,
        string group,
        Incident? open,
        AlertNotice notice,
        CancellationToken cancellationToken
    )
    {
        if (open is not { IsOpen: true })
        {
            return await OpenAsync(work, group, notice, cancellationToken);
        }

        open.Join();
        await RememberAsync(work, open, notice, cancellationToken);
        Timeline.Add(
            work,
            open,
            TimelineKind.Alert,
            Timeline.Itself,
            $"alert {notice.Rule} joined: {notice.Summary}",
            Facts(notice)
        );
        await severities.ByAlertAsync(work, open, group, notice, cancellationToken);
        return open;
    }

    private async Task<Incident> OpenAsync(
        UnitOfWork work,
        string group,
        AlertNotice notice,
        CancellationToken cancellationToken
    )
    {
        var service = notice.Service is { } name ? definitions.Find<Service>(name)?.Spec : null;
        var opening = new IncidentOpening(
            notice.Summary,
            notice.Severity,
            group,
            notice.Service,
            service?.Team ?? (notice.Labels.TryGet("team", out var team) ? team : null),
            service?.EscalationPolicy,
            notice.Runbook,
            Follows: await LastOfGroupAsync(work, group, cancellationToken)
        );
        var number = await IncidentStore.NextNumberAsync(work, cancellationToken);
        var incident = Incident.Open(opening, number, work.Now);
        work.Db.Add(incident);
        Timeline.Add(
            work,
            incident,
            TimelineKind.Opened,
            Timeline.Itself,
            $"opened by {notice.Rule}: {notice.Summary}",
            Facts(notice)
        );
        if (opening.Follows is { } before)
        {
            Timeline.Add(
                work,
                incident,
                TimelineKind.Linked,
                Timeline.Itself,
                $"follows #{before}, resolved shortly before"
            );
        }

        await work.Db.SaveChangesAsync(cancellationToken);
        await RememberAsync(work, incident, notice, cancellationToken);
        if (incident.NeedsPaging)
        {
            await paging.BeginAsync(work, incident, cancellationToken);
        }

        return incident;
    }

    private async Task<Incident?> IsOverAsync(
        UnitOfWork work,
        Incident? open,
        AlertNotice notice,
        CancellationToken cancellationToken
    )
    {
        if (open is not { IsOpen: true })
        {
            return open;
        }

        var fingerprint = notice.Fingerprint.ToString();
        await work.Db.SaveChangesAsync(cancellationToken);
        var alerts = await work
            .Db.Set<IncidentAlert>()
            .Where(alert => alert.IncidentId == open.Id)
            .ToListAsync(cancellationToken);
        if (
            alerts.SingleOrDefault(one => one.SourceId == notice.SourceId && one.Fingerprint == fingerprint)
            is not { } mine
        )
        {
            return open;
        }

        mine.ResolvedAt = notice.At;
        Timeline.Add(
            work,
            open,
            TimelineKind.Alert,
            Timeline.Itself,
            $"alert {notice.Rule} is over ({notice.Reason}): {mine.Summary}",
            Facts(notice)
        );
        if (alerts.TrueForAll(alert => alert.ResolvedAt is not null))
        {
            await closing.ResolveAsync(work, open, Incident.BySource, cancellationToken);
        }

        return open;
    }

    private static async Task RememberAsync(
        UnitOfWork work,
        Incident incident,
        AlertNotice notice,
        CancellationToken cancellationToken
    )
    {
        var fingerprint = notice.Fingerprint.ToString();
        var known = await work
            .Db.Set<IncidentAlert>()
            .FindAsync([incident.Id, notice.SourceId, fingerprint], cancellationToken);
        if (known is null)
        {
            work.Db.Add(
                new IncidentAlert
                {
                    IncidentId = incident.Id,
                    SourceId = notice.SourceId,
                    Fingerprint = fingerprint,
                    Rule = notice.Rule,
                    Labels = StoredLabels.Write(notice.Labels),
                    Summary = notice.Summary,
                    Value = notice.Value,
                    FiredAt = notice.At,
                }
            );
            return;
        }

        known.Count++;
        (known.FiredAt, known.ResolvedAt) = (notice.At, null);
        (known.Summary, known.Value) = (notice.Summary, notice.Value);
    }

    /// <summary>The last of the group, or the one in which it went on.</summary>
    private static async Task<long?> LastOfGroupAsync(
        UnitOfWork work,
        string group,
        CancellationToken cancellationToken
    )
    {
        var since = work.Now - Incident.LinkedWithin;
        var last = await work
            .Db.Set<Incident>()
            .Where(one => one.GroupKey == group && one.ResolvedAt > since && one.MergedInto == null)
            .OrderByDescending(one => one.Number)
            .Select(one => (long?)one.Number)
            .FirstOrDefaultAsync(cancellationToken);
        var ends = await MergedIncidents.EndsOfGroupAsync(work.Db, group, cancellationToken);
        return ends.Where(end => end.ResolvedAt > since).Max(end => (long?)end.Number) is { } end && !(end < last)
            ? end
            : last;
    }

    private static object Facts(AlertNotice notice) =>
        new
        {
            rule = notice.Rule,
            labels = notice.Labels.ToDictionary(),
            fingerprint = notice.Fingerprint.ToString(),
            value = notice.Value is { } value && double.IsFinite(value) ? value : (double?)null,
            startsAt = InstantPattern.ExtendedIso.Format(notice.StartsAt),
        };
}
