using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Alerting;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Telemetry;

namespace Portal.Alerting;

/// <summary>Evaluates the rules that are due: asks outside any transaction, decides, and commits what was decided at once.</summary>
/// <remarks>
/// The rules of one backend run apart from those of the others, and the next claim does not wait for them: a slow backend
/// delays only itself. Rules that ask the same at the same time share one request.
/// </remarks>
internal sealed class EvaluateRules(
    RuleClaims claims,
    AlertStore alerts,
    Backends backends,
    Definitions definitions,
    IDbContextFactory<PortalDb> databases,
    BackendTrouble trouble,
    IEnumerable<IAlertListener> listeners,
    ILogger<EvaluateRules> logger
) : IEngineWork
{
    private const int Most = 500;

    private static readonly Duration Margin = Duration.FromSeconds(10);

    /// <summary>Rules that fall due one by one are claimed together, and not each with a question of its own.</summary>
    private static readonly TimeSpan ShortestRest = TimeSpan.FromMilliseconds(100);

    private readonly Underway underway = new();

    public string Name => "rules";

    public TimeSpan Tick => TimeSpan.FromMilliseconds(200);

    public string? WokenBy => Definitions.Topic;

    public Task FinishAsync() => underway.WhenAllAsync();

    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var (claimed, untilNext) = await claims.ClaimAsync(Most, Lease(), cancellationToken);
        if (claimed.Count == 0)
        {
            return Rest(untilNext);
        }

        var due = await LoadAsync(claimed, cancellationToken);
        foreach (var batch in due.GroupBy(rule => rule.Rule.Spec.Backend, StringComparer.Ordinal))
        {
            underway.Add(EvaluateAsync(batch.Key, [.. batch], cancellationToken));
        }

        return claimed.Count == Most ? TimeSpan.Zero : Rest(untilNext);
    }

    /// <summary>As short as the slowest backend allows: so long do the rules of a killed replica wait for another one.</summary>
    private Duration Lease() =>
        definitions.All<Backend>().Select(backend => backend.Spec.Timeout).DefaultIfEmpty(Duration.Zero).Max() + Margin;

    /// <summary>To the moment at which the next rule falls due: a rule is evaluated at its slot and not at the tick after it.</summary>
    private TimeSpan Rest(Duration? untilNext) =>
        untilNext is { } next && next.ToTimeSpan() < Tick
            ? TimeSpan.FromTicks(Math.Max(next.ToTimeSpan().Ticks, ShortestRest.Ticks))
            : Tick;

    private async Task<List<DueRule>> LoadAsync(
        IReadOnlyList<RuleSchedule> claimed,
        CancellationToken cancellationToken
    )
    {
        var rules = definitions.All<AlertRule>().ToDictionary(rule => rule.Id);
        if (claimed.Any(row => !rules.ContainsKey(row.RuleId)))
        {
            // Saved on another replica a moment ago.
            await definitions.RefreshAsync(cancellationToken);
            rules = definitions.All<AlertRule>().ToDictionary(rule => rule.Id);
        }

        var was = await alerts.InstancesAsync([.. claimed.Select(row => row.RuleId)], cancellationToken);
        return
        [
            .. claimed
                .Where(row => rules.ContainsKey(row.RuleId))
                .Select(row => new DueRule(
                    row,
                    rules[row.RuleId],
                    RuleIdentity.Of(rules[row.RuleId].Name, rules[row.RuleId].Spec, definitions),
                    row.NextSlot,
                    [.. was[row.RuleId]]
                )),
        ];
    }

    private async Task EvaluateAsync(string backend, IReadOnlyList<DueRule> due, CancellationToken cancellationToken)
    {
        try
        {
            var delay = definitions.QueryDelayOf(backend);
            var questions = due.GroupBy(rule => (rule.Rule.Spec.Query, rule.Slot))
                .Select(group =>
                    AskAsync(backend, group.Key.Query, group.Key.Slot - delay, [.. group], cancellationToken)
                );
            var evaluated = (await Task.WhenAll(questions)).SelectMany(results => results).ToList();
            await CommitAsync(backend, evaluated, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: the claims run out and another replica takes them.
        }
        catch (Exception failure)
        {
            logger.LogError(
                failure,
                "Rules of backend {Backend} were not saved; they are due again when their claim is over",
                backend
            );
        }
    }

    private async Task<IReadOnlyList<EvaluatedRule>> AskAsync(
        string backend,
        string query,
        Instant at,
        IReadOnlyList<DueRule> rules,
        CancellationToken cancellationToken
    )
    {
        using var timed = EvaluationMeter.Start(backend);
        var outcome = rules.All(rule => rule.Rule.Spec.Paused)
            ? new QueryOutcome<Sample>.Empty()
            : await backends.InstantAsync(backend, query, at, cancellationToken);
        timed.Saw(outcome);
        return [.. rules.Select(rule => new EvaluatedRule(rule, rule.Next(outcome)))];
    }

    private async Task CommitAsync(
        string backend,
        IReadOnlyList<EvaluatedRule> evaluated,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var ours = await RuleClaims.CompleteAsync(work, evaluated, cancellationToken);
        var kept = evaluated.Where(one => ours.Contains(one.Due.Row.RuleId)).ToList();
        await AlertStore.SaveAsync(
            work,
            kept.SelectMany(one => one.Changed.Select(instance => (one.Due.Row.RuleId, instance))),
            kept.SelectMany(one => one.Result.Transitions.Select(step => (one.Due.Row.RuleId, step))),
            cancellationToken
        );
        var notices = kept.SelectMany(one =>
                AlertNotices.Of(one.Due.Row.RuleId, one.Due.Name, one.Due.Rule.Spec, one.Result.Transitions)
            )
            .Concat(await trouble.ReviewAsync(work, backend, kept, cancellationToken))
            .ToList();
        foreach (var listener in listeners.Where(_ => notices.Count > 0))
        {
            await listener.ChangedAsync(work, notices, cancellationToken);
        }

        Announce(work, kept);
        await work.CommitAsync(cancellationToken);
        EvaluationMeter.Record(kept, evaluated.Count - kept.Count, work.Now);
        if (kept.Count < evaluated.Count)
        {
            // Perhaps somebody edited a rule while it was evaluated: the next time it is judged as it is now.
            await definitions.RefreshAsync(cancellationToken);
        }
    }

    private static void Announce(UnitOfWork work, IEnumerable<EvaluatedRule> kept)
    {
        foreach (var one in kept.Where(one => one.Result.Transitions.Count > 0 || HealthChanged(one)))
        {
            work.Announce($"rule:{one.Due.Name}");
        }
    }

    private static bool HealthChanged(EvaluatedRule one) => one.Result.Health.Status != one.Due.Row.Health;
}
