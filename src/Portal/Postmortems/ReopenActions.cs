using Portal.Access;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;
using Portal.Incidents;

namespace Portal.Postmortems;

/// <summary>What was done after an incident did not help when its rule fires again soon: it is open again.</summary>
internal sealed class ReopenActions : IIncidentListener
{
    /// <summary>In one order on every replica, so that two of them cannot wait for each other.</summary>
    private const string Done = """
        select distinct postmortem.id, alert.source_id
        from action_item item
        join postmortem on postmortem.id = item.postmortem_id and postmortem.published_at is not null
        join incident_alert alert on alert.incident_id = postmortem.incident_id and alert.source_id = any(@Sources)
        where item.done_at >= @Since
        order by postmortem.id
        """;

    public Task ResolvedAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public async Task RaisedAsync(
        UnitOfWork work,
        IReadOnlyList<RaisedAlert> alerts,
        CancellationToken cancellationToken
    )
    {
        var raised = alerts.DistinctBy(alert => alert.Source).ToDictionary(alert => alert.Source);
        var found = await work.QueryAsync<DoneRow>(
            Done,
            new { Sources = raised.Keys.ToArray(), Since = work.Now - ActionItem.ReopensWithin },
            cancellationToken
        );
        foreach (var row in found.DistinctBy(row => row.Id))
        {
            await ReopenAsync(work, row.Id, raised[row.SourceId], cancellationToken);
        }
    }

    private static async Task ReopenAsync(
        UnitOfWork work,
        Guid id,
        RaisedAlert alert,
        CancellationToken cancellationToken
    )
    {
        var postmortem = (await PostmortemStore.LockAsync(work, id, cancellationToken))!;
        var reopened = postmortem.Relapse(Timeline.Itself, work.Now);
        if (reopened.Count == 0)
        {
            return;
        }

        var items = reopened.Count == 1 ? "an action item" : $"{reopened.Count} action items";
        Timeline.Add(
            work,
            alert.Incident,
            TimelineKind.Postmortem,
            Timeline.Itself,
            $"reopened {items} of #{postmortem.Incident}: {alert.Rule} fired again",
            new { postmortem = postmortem.Id }
        );
        var facts = new
        {
            Items = reopened.Select(item => item.What).ToList(),
            alert.Rule,
            Incident = alert.Incident.Number,
        };
        await PostmortemChanges.AuditAsync(
            work,
            Actor.Portal,
            "reopened action",
            postmortem,
            null,
            facts,
            cancellationToken
        );
        PostmortemTopics.Announce(work, postmortem);
    }

    private sealed class DoneRow
    {
        public Guid Id { get; init; }

        public Guid SourceId { get; init; }
    }
}
