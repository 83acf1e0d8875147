using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>Answers what rules there are and how they do, to everybody who is signed in.</summary>
internal sealed class RuleDirectory(IDefinitions definitions, AlertStore alerts, Authoriser authoriser)
{
    private const int MostTransitions = 2000;

    public static readonly IReadOnlyCollection<AlertState> Open =
    [
        AlertState.Firing,
        AlertState.Recovering,
        AlertState.Pending,
    ];

    public static readonly IReadOnlyCollection<AlertState> Any = [.. Open, AlertState.Resolved];

    /// <summary>All that the filter takes, by name.</summary>
    public async Task<IReadOnlyList<RuleStatus>> ListAsync(
        Actor actor,
        RuleFilter filter,
        CancellationToken cancellationToken
    )
    {
        DemandRead(actor);
        var schedules = await alerts.SchedulesAsync(cancellationToken);
        var open = await alerts.OpenCountsAsync(null, cancellationToken);
        return
        [
            .. definitions
                .All<AlertRule>()
                .Select(rule => Status(rule, schedules.GetValueOrDefault(rule.Id), open[rule.Id]))
                .Where(filter.Takes),
        ];
    }

    /// <exception cref="NotFoundException">No rule has that name or id.</exception>
    public async Task<RuleStatus> FindAsync(Actor actor, string nameOrId, CancellationToken cancellationToken)
    {
        DemandRead(actor);
        var rule =
            definitions.FindByNameOrId<AlertRule>(nameOrId)
            ?? throw new NotFoundException(AlertRuleManifest.Kind, nameOrId);
        var open = await alerts.OpenCountsAsync(rule.Id, cancellationToken);
        return Status(rule, await alerts.ScheduleAsync(rule.Id, cancellationToken), open[rule.Id]);
    }

    /// <summary>Alerts of a rule, in the order of their fingerprints.</summary>
    public Task<IReadOnlyList<AlertInstance>> InstancesAsync(
        Actor actor,
        RuleStatus rule,
        IReadOnlyCollection<AlertState> states,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        DemandRead(actor);
        return alerts.PageAsync(rule.Rule.Id, states, after, limit, cancellationToken);
    }

    /// <summary>What became of the rule's alerts since then, newest first, at most 2,000.</summary>
    public Task<IReadOnlyList<StoredTransition>> HistoryAsync(
        Actor actor,
        RuleStatus rule,
        Instant since,
        CancellationToken cancellationToken
    )
    {
        DemandRead(actor);
        return alerts.TransitionsAsync(rule.Rule.Id, since, MostTransitions, cancellationToken);
    }

    private void DemandRead(Actor actor) => authoriser.Demand(actor, Role.Viewer, null, "read alert rules");

    private RuleStatus Status(
        Definition<AlertRule> rule,
        RuleSchedule? row,
        IEnumerable<(AlertState State, int Count)> open
    ) =>
        new(
            rule,
            definitions.Find<Service>(rule.Spec.Service)?.Spec.Team,
            row,
            open.ToDictionary(one => one.State, one => one.Count)
        );
}
