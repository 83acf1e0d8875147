using System.Security.Cryptography;
using System.Text;
using Dapper;
using NodaTime;
using Npgsql;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Time;

namespace Portal.Alerting;

/// <summary>Which rules are due, and which replica evaluates them.</summary>
internal sealed class RuleClaims(NpgsqlDataSource database)
{
    /// <param name="most">How many at a time.</param>
    /// <param name="lease">Longer than any query may take: a claim that runs out belongs to a node that is gone or stalled.</param>
    /// <returns>With how long it is until the next of those that are not claimed falls due; null when there is none.</returns>
    public async Task<(IReadOnlyList<RuleSchedule> Claimed, Duration? UntilNext)> ClaimAsync(
        int most,
        Duration lease,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // One time for all rows: those that fall due together are claimed together, and share their questions.
        await using var answers = await connection.QueryMultipleAsync(
            new CommandDefinition(
                """
                update rule_schedule
                set claimed_until = clock_timestamp() + make_interval(secs => @Lease), version = version + 1
                where rule_id in (
                    select rule_id from rule_schedule
                    where next_slot <= statement_timestamp()
                      and (claimed_until is null or claimed_until < statement_timestamp())
                    order by next_slot limit @most for update skip locked)
                returning *;
                select extract(epoch from min(next_slot) - clock_timestamp())::double precision from rule_schedule
                where claimed_until is null or claimed_until < statement_timestamp()
                """,
                new { Lease = lease.TotalSeconds, most },
                cancellationToken: cancellationToken
            )
        );
        var claimed = (await answers.ReadAsync<RuleSchedule>()).AsList();
        var seconds = await answers.ReadSingleAsync<double?>();
        return (claimed, seconds is { } until ? Duration.FromSeconds(Math.Max(until, 0)) : null);
    }

    /// <summary>
    /// Records how evaluations went and when the next ones are due, for those claims that are still ours and were judged by the
    /// definition in force: one saved a moment ago may not have been in this replica's memory yet.
    /// </summary>
    /// <returns>The rules whose claims were; what the others decided must not be written.</returns>
    public static async Task<IReadOnlySet<Guid>> CompleteAsync(
        UnitOfWork work,
        IReadOnlyList<EvaluatedRule> evaluated,
        CancellationToken cancellationToken
    )
    {
        var now = work.Now;
        var next = evaluated
            .Select(one => Slots.Next(one.Due.Slot, one.Due.Rule.Spec.Interval, PhaseOf(one.Due.Rule.Spec), now))
            .ToList();
        var ours = await work.QueryAsync<Guid>(
            """
            update rule_schedule as row
            set next_slot = done.next_slot, claimed_until = null, version = row.version + 1, missed = row.missed + done.missed,
                health = done.health, error = done.error, failure = done.failure, failed_slots = done.failed_slots,
                evaluated_at = done.evaluated_at, observed_at = done.observed_at
            from unnest(
                    @Ids, @Versions, @Definitions, @Next, @Missed, @Health, @Errors, @Failures, @Failed, @Evaluated, @Observed)
                as done(
                    rule_id, version, definition, next_slot, missed, health, error, failure, failed_slots, evaluated_at,
                    observed_at)
            where row.rule_id = done.rule_id and row.version = done.version
              and exists (select from definition where id = done.rule_id and version = done.definition)
            returning row.rule_id
            """,
            Arguments(evaluated, next),
            cancellationToken
        );
        if (ours.Count < evaluated.Count)
        {
            await ReleaseAsync(work, evaluated, cancellationToken);
        }

        return ours.ToHashSet();
    }

    /// <summary>Gives up the claims that are still ours and were not completed; they are due again at once.</summary>
    private static Task ReleaseAsync(
        UnitOfWork work,
        IReadOnlyList<EvaluatedRule> evaluated,
        CancellationToken cancellationToken
    ) =>
        work.ExecuteAsync(
            """
            update rule_schedule as row set claimed_until = null, version = row.version + 1
            from unnest(@Ids, @Versions) as done(rule_id, version)
            where row.rule_id = done.rule_id and row.version = done.version
            """,
            new
            {
                Ids = evaluated.Select(one => one.Due.Row.RuleId).ToArray(),
                Versions = evaluated.Select(one => one.Due.Row.Version).ToArray(),
            },
            cancellationToken
        );

    /// <summary>Spread over the interval, but the same for rules that ask the same: they then share one request.</summary>
    private static double PhaseOf(AlertRule rule) =>
        Slots.Phase(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule.Backend}\n{rule.Query}")).AsSpan(0, 16)));

    private static object Arguments(IReadOnlyList<EvaluatedRule> evaluated, List<(Instant Slot, long Missed)> next)
    {
        RuleHealth[] health = [.. evaluated.Select(one => one.Result.Health)];
        return new
        {
            Ids = evaluated.Select(one => one.Due.Row.RuleId).ToArray(),
            Versions = evaluated.Select(one => one.Due.Row.Version).ToArray(),
            Definitions = evaluated.Select(one => one.Due.Rule.Version).ToArray(),
            Next = next.Select(one => one.Slot.ToDateTimeUtc()).ToArray(),
            Missed = next.Select(one => one.Missed).ToArray(),
            Health = health.Select(one => one.Status.ToString()).ToArray(),
            Errors = health.Select(one => one.Error).ToArray(),
            Failures = health.Select(one => one.Failure?.ToString()).ToArray(),
            Failed = health.Select(one => one.FailedSlots).ToArray(),
            Evaluated = health.Select(one => one.EvaluatedAt?.ToDateTimeUtc()).ToArray(),
            Observed = health.Select(one => one.ObservedAt?.ToDateTimeUtc()).ToArray(),
        };
    }
}
