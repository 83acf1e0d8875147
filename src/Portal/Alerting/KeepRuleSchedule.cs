using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>Gives a new rule its row, due at once; closes the alerts of one that is deleted.</summary>
internal sealed class KeepRuleSchedule(IEnumerable<IAlertListener> listeners, BackendTrouble trouble)
    : IDefinitionListener
{
    public string Kind => AlertRuleManifest.Kind;

    public async Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        var (was, rule) = ((AlertRule?)change.Before, (AlertRule?)change.After);
        var leaves = was is not null && (rule is null or { Paused: true } || rule.Backend != was.Backend);
        if (rule is not null)
        {
            await ScheduleAsync(work, change.Id, forget: leaves, cancellationToken);
        }
        else
        {
            await work.ExecuteAsync("delete from rule_schedule where rule_id = @Id", change, cancellationToken);
            await CloseAsync(work, change, was!, cancellationToken);
        }

        if (leaves)
        {
            await TellAsync(work, await trouble.SettleAsync(work, was!.Backend, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Due at once, so that whoever saved it sees what it does; its claim, if one is out, is fenced off.</summary>
    /// <param name="forget">What failed before says nothing of what will be asked from now on.</param>
    private static Task ScheduleAsync(UnitOfWork work, Guid id, bool forget, CancellationToken cancellationToken) =>
        work.ExecuteAsync(
            """
            insert into rule_schedule (rule_id, next_slot, version, health, failed_slots, missed)
            values (@id, clock_timestamp(), 0, 'Ok', 0, 0)
            on conflict (rule_id) do update
            set next_slot = excluded.next_slot, version = rule_schedule.version + 1, claimed_until = null,
                failed_slots = case when @forget then 0 else rule_schedule.failed_slots end
            """,
            new { id, forget },
            cancellationToken
        );

    private async Task CloseAsync(
        UnitOfWork work,
        DefinitionChange change,
        AlertRule rule,
        CancellationToken cancellationToken
    )
    {
        var was = await AlertStore.InstancesAsync(work, change.Id, cancellationToken);
        var slot = Instant.FromUnixTimeMilliseconds(work.Now.ToUnixTimeMilliseconds());
        var closed = AlertEvaluation.Close(rule, was, RuleHealth.NotEvaluated, TransitionReason.Deleted, slot);
        await AlertStore.SaveAsync(
            work,
            closed.Instances.Select(instance => (change.Id, instance)),
            closed.Transitions.Select(transition => (change.Id, transition)),
            cancellationToken
        );
        var notices = AlertNotices.Of(change.Id, change.Name, rule, closed.Transitions).ToList();
        await TellAsync(work, notices, cancellationToken);
    }

    private async Task TellAsync(
        UnitOfWork work,
        IReadOnlyList<AlertNotice> notices,
        CancellationToken cancellationToken
    )
    {
        foreach (var listener in listeners.Where(_ => notices.Count > 0))
        {
            await listener.ChangedAsync(work, notices, cancellationToken);
        }
    }
}
