using NodaTime;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;
using Portal.Slos.Measuring;

namespace Portal.Slos;

/// <summary>
/// Gives a new SLO its rows, begins a new generation where an edit changes what is measured, and closes the alerts of
/// one that is deleted. Objective, window and alerts are read from the definition: editing them costs no measurement.
/// </summary>
internal sealed class KeepSloSchedule(
    IDefinitions definitions,
    CompositeMembers members,
    IEnumerable<IAlertListener> listeners
) : IDefinitionListener
{
    public string Kind => SloManifest.Kind;

    public Task ChangedAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken) =>
        (change.Before as Slo, change.After as Slo) switch
        {
            (_, null) => DeleteAsync(work, change, cancellationToken),
            ({ } before, { } after) when after.MeasuresLike(before) => EditAsync(
                work,
                change,
                after,
                cancellationToken
            ),
            (_, { } after) => BeginAsync(work, change, after, cancellationToken),
        };

    /// <summary>Live measuring begins here and the backfill ends here, so that no slice falls between them.</summary>
    private async Task BeginAsync(
        UnitOfWork work,
        DefinitionChange change,
        Slo slo,
        CancellationToken cancellationToken
    )
    {
        var backend = (slo.Sli as QueriedSli)?.Backend;
        var begin = slo.Grid.Floor(work.Now - members.DelayOf(slo));
        var arguments = new
        {
            change.Id,
            begin,
            Target = slo.Grid.Floor(begin - slo.Reach),
            backend,
            Health = nameof(HealthStatus.Ok),
            Running = nameof(BackfillState.Running),
        };
        await work.ExecuteAsync(
            """
            insert into slo_schedule (slo_id, generation, due_at, next_slice, version, health, failed_passes)
            values (@Id, 1, clock_timestamp(), @begin, 0, @Health, 0)
            on conflict (slo_id) do update
            set generation = slo_schedule.generation + 1, due_at = excluded.due_at, next_slice = excluded.next_slice,
                measured_from = null, claimed_until = null, version = slo_schedule.version + 1, health = excluded.health,
                error = null, failed_passes = 0, reading = null
            """,
            arguments,
            cancellationToken
        );
        await members.DropAboveAsync(work, change.Id, cancellationToken);
        if (backend is null)
        {
            // A composite has the past of its members.
            await work.ExecuteAsync("delete from slo_backfill where slo_id = @Id", change, cancellationToken);
            return;
        }

        await work.ExecuteAsync(
            """
            insert into slo_backfill
                (slo_id, generation, backend, state, until, reached, target, due_at, version, failed_passes)
            select @Id, generation, @backend, @Running, @begin, @begin, @Target, clock_timestamp(), 0, 0
            from slo_schedule where slo_id = @Id
            on conflict (slo_id) do update
            set generation = excluded.generation, backend = excluded.backend, state = excluded.state,
                until = excluded.until, reached = excluded.reached, target = excluded.target,
                due_at = excluded.due_at, claimed_until = null, version = slo_backfill.version + 1, error = null,
                failed_passes = 0
            """,
            arguments,
            cancellationToken
        );
    }

    /// <summary>Due at once, so that whoever saved it sees the numbers; a longer window needs an older past.</summary>
    private static async Task EditAsync(
        UnitOfWork work,
        DefinitionChange change,
        Slo slo,
        CancellationToken cancellationToken
    )
    {
        await work.ExecuteAsync(
            """
            update slo_schedule
            set due_at = clock_timestamp(), claimed_until = null, version = version + 1, reading = null
            where slo_id = @Id
            """,
            change,
            cancellationToken
        );
        await work.ExecuteAsync(
            """
            update slo_backfill
            set target = until - make_interval(secs => @Reach),
                state = case when state = 'Done' then 'Running' else state end,
                due_at = clock_timestamp(), claimed_until = null, version = version + 1
            where slo_id = @Id and target > until - make_interval(secs => @Reach)
            """,
            new { change.Id, Reach = Math.Ceiling(slo.Reach / slo.Grid.Slice) * slo.Grid.Slice.TotalSeconds },
            cancellationToken
        );
    }

    private async Task DeleteAsync(UnitOfWork work, DefinitionChange change, CancellationToken cancellationToken)
    {
        foreach (
            var table in new[]
            {
                "slo_schedule",
                "slo_backfill",
                "slo_slice",
                "slo_rollup",
                "slo_correction_span",
                "budget_policy_state",
            }
        )
        {
            await work.ExecuteAsync($"delete from {table} where slo_id = @Id", change, cancellationToken);
        }

        var was = await AlertStore.InstancesAsync(work, change.Id, cancellationToken);
        var closed = BudgetAlertEvaluation.Close(
            was,
            Instant.FromUnixTimeMilliseconds(work.Now.ToUnixTimeMilliseconds())
        );
        await AlertStore.SaveAsync(
            work,
            closed.Changed.Select(instance => (change.Id, instance)),
            closed.Transitions.Select(step => (change.Id, step)),
            cancellationToken
        );
        if (definitions.Find<Slo>(change.Name) is not { } definition)
        {
            return;
        }

        var text = new BudgetAlertText(definition, definitions);
        var notices = closed.Transitions.Select(text.Notice).OfType<AlertNotice>().ToList();
        foreach (var listener in listeners.Where(_ => notices.Count > 0))
        {
            await listener.ChangedAsync(work, notices, cancellationToken);
        }
    }
}
