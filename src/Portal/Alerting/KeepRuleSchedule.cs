using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>Gives a new rule its row, due at once; closes the alerts of one that is deleted.</summary>
internal sealed class KeepRuleSchedule(IEnumerable<IAlertListener> listeners) : IDefinitionListener
{
    public string Kind => AlertRuleManifest.Kind;

    public async Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        if (change.After is not null)
        {
            // Due at once, so that whoever saved it sees what it does; its claim, if one is out, is fenced off.
            await work.ExecuteAsync(
                """
                insert into rule_schedule (rule_id, next_slot, version, health, failed_slots, missed)
                values (@Id, clock_timestamp(), 0, 'Ok', 0, 0)
                on conflict (rule_id) do update
                set next_slot = excluded.next_slot, version = rule_schedule.version + 1, claimed_until = null
                """,
                change,
                cancellationToken
            );
            return;
        }

        await work.ExecuteAsync("delete from rule_schedule where rule_id = @Id", change, cancellationToken);
        await CloseAsync(work, change, (AlertRule)change.Before!, cancellationToken);
    }

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
        foreach (var listener in listeners.Where(_ => notices.Count > 0))
        {
            await listener.ChangedAsync(work, notices, cancellationToken);
        }
    }
}
