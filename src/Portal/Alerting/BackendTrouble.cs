using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>One alert for a backend that cannot be asked, in place of one for each of its rules.</summary>
/// <remarks>Whoever owns the backend is told; nobody is woken for a service of which nothing is known.</remarks>
internal sealed class BackendTrouble(IDefinitions definitions)
{
    private const string Name = "cannot-evaluate";

    public async Task<IReadOnlyList<AlertNotice>> ReviewAsync(
        UnitOfWork work,
        string backend,
        IReadOnlyList<EvaluatedRule> evaluated,
        CancellationToken cancellationToken
    )
    {
        var failing = evaluated.Where(one => one.Result.Health.CannotEvaluate).ToList();
        var began = failing.Any(one => !one.Due.Row.ToHealth().CannotEvaluate);
        var ended = evaluated.Any(one => !one.Result.Health.CannotEvaluate && one.Due.Row.ToHealth().CannotEvaluate);
        if ((!began && !ended) || definitions.Find<Backend>(backend) is not { } found)
        {
            return [];
        }

        var was = await LockedAsync(work, found, cancellationToken);
        var open = was is { IsOpen: true };
        var still = await CountFailingAsync(work, backend, cancellationToken);
        return (open, still > 0) switch
        {
            (false, true) => [await StepAsync(work, found, was, still, fires: true, cancellationToken)],
            (true, false) => [await StepAsync(work, found, was, still, fires: false, cancellationToken)],
            _ => [],
        };
    }

    /// <summary>
    /// Resolves the alert when a rule that failed was paused, deleted or moved to another backend, and was the last: nobody
    /// else would notice.
    /// </summary>
    public async Task<IReadOnlyList<AlertNotice>> SettleAsync(
        UnitOfWork work,
        string backend,
        CancellationToken cancellationToken
    )
    {
        if (definitions.Find<Backend>(backend) is not { } found)
        {
            return [];
        }

        var was = await LockedAsync(work, found, cancellationToken);
        return was is { IsOpen: true } && await CountFailingAsync(work, backend, cancellationToken) == 0
            ? [await StepAsync(work, found, was, 0, fires: false, cancellationToken)]
            : [];
    }

    /// <summary>The backend's alert, for one review at a time: the replicas share its rules.</summary>
    private static async Task<AlertInstance?> LockedAsync(
        UnitOfWork work,
        Definition<Backend> backend,
        CancellationToken cancellationToken
    )
    {
        await work.ExecuteAsync(
            "select pg_advisory_xact_lock(hashtextextended(@Name, 11))",
            new { backend.Name },
            cancellationToken
        );
        // Labels of the backend are part of the alert's identity, so an edit of them leaves an older one behind.
        var known = await AlertStore.InstancesAsync(work, backend.Id, cancellationToken);
        return known.FirstOrDefault(alert => alert.IsOpen)
            ?? known.FirstOrDefault(alert => alert.Labels.Equals(LabelsOf(backend)));
    }

    private static LabelSet LabelsOf(Definition<Backend> backend) =>
        LabelSet.Of(("alertname", Name), ("backend", backend.Name), ("severity", "high")).Merge(backend.Labels);

    private async Task<long> CountFailingAsync(UnitOfWork work, string backend, CancellationToken cancellationToken)
    {
        var ids = definitions
            .All<AlertRule>()
            .Where(rule => rule.Spec.Backend == backend)
            .Select(rule => rule.Id)
            .ToArray();
        return await work.FirstOrDefaultAsync<long>(
            """
            select count(*) from rule_schedule
            where rule_id = any(@ids) and failed_slots >= @Most and failure not in ('Refused', 'TooLarge')
            """,
            new { ids, Most = RuleHealth.FailedSlotsToReport },
            cancellationToken
        );
    }

    private static async Task<AlertNotice> StepAsync(
        UnitOfWork work,
        Definition<Backend> backend,
        AlertInstance? was,
        long count,
        bool fires,
        CancellationToken cancellationToken
    )
    {
        var labels = fires ? LabelsOf(backend) : was!.Labels;
        var instance = new AlertInstance
        {
            Labels = labels,
            Series = LabelSet.Of(("backend", backend.Name)),
            State = fires ? AlertState.Firing : AlertState.Resolved,
            ActiveAt = fires ? work.Now : was!.ActiveAt,
            FiredAt = fires ? work.Now : was!.FiredAt,
            StartsAt = fires ? work.Now : was!.StartsAt,
            ResolvedAt = fires ? null : work.Now,
            ResolvedReason = fires ? null : TransitionReason.Restored,
            Seq = (was?.Seq ?? 0) + 1,
        };
        var reason = fires ? TransitionReason.QueryFailed : TransitionReason.Restored;
        var step = new AlertTransition(instance, was?.State, reason, work.Now, LabelSet.Empty);
        await AlertStore.SaveAsync(work, [(backend.Id, instance)], [(backend.Id, step)], cancellationToken);
        return new AlertNotice(
            backend.Id,
            Name,
            null,
            Severity.High,
            labels,
            instance.Fingerprint,
            fires,
            fires ? null : reason.Word(),
            fires
                ? $"Backend {backend.Name} cannot be asked: {(count == 1 ? "1 rule stands" : $"{count} rules stand")} still"
                : $"Backend {backend.Name} answers again",
            null,
            null,
            instance.StartsAt!.Value,
            work.Now
        );
    }
}
