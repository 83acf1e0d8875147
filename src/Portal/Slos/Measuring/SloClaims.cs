using Dapper;
using NodaTime;
using Npgsql;
using Portal.Data;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>Which SLOs are due for their next slices, and which replica measures them.</summary>
internal sealed class SloClaims(NpgsqlDataSource database)
{
    /// <param name="lease">So long do the SLOs of a killed replica wait for another one.</param>
    /// <returns>What was claimed, each with the database's time of the claim.</returns>
    public async Task<IReadOnlyList<(SloSchedule Row, Instant Now)>> ClaimAsync(
        int most,
        Duration lease,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var claimed = await connection.QueryAsync<SloSchedule>(
            new CommandDefinition(
                """
                update slo_schedule
                set claimed_until = clock_timestamp() + make_interval(secs => @Lease), version = version + 1
                where slo_id in (
                    select slo_id from slo_schedule
                    where due_at <= clock_timestamp()
                      and (claimed_until is null or claimed_until < clock_timestamp())
                    order by due_at limit @most for update skip locked)
                returning *
                """,
                new { Lease = lease.TotalSeconds, most },
                cancellationToken: cancellationToken
            )
        );
        return [.. claimed.Select(row => (row, row.ClaimedUntil!.Value - lease))];
    }

    /// <summary>Records how passes went, for those claims that are still ours, and holds their rows until the commit.</summary>
    /// <returns>
    /// The SLOs whose claims were, each with the sums of the pass before; what the others measured must not be written.
    /// </returns>
    public static async Task<IReadOnlyDictionary<Guid, string?>> CompleteAsync(
        UnitOfWork work,
        IReadOnlyList<MeasuredPass> passes,
        CancellationToken cancellationToken
    )
    {
        var ours = await work.QueryAsync<(Guid Id, string? Reading)>(
            """
            update slo_schedule as row
            set due_at = done.due_at, next_slice = done.next_slice, claimed_until = null, version = row.version + 1,
                measured_from = coalesce(least(row.measured_from, done.measured_from), row.measured_from, done.measured_from),
                health = done.health, error = done.error, failed_passes = done.failed
            from unnest(@Ids, @Versions, @Due, @Next, @From, @Health, @Errors, @Failed)
                as done(slo_id, version, due_at, next_slice, measured_from, health, error, failed)
            where row.slo_id = done.slo_id and row.version = done.version
            returning row.slo_id, row.reading
            """,
            new
            {
                Ids = passes.Select(pass => pass.Due.Row.SloId).ToArray(),
                Versions = passes.Select(pass => pass.Due.Row.Version).ToArray(),
                Due = passes.Select(pass => pass.NextDue.ToDateTimeUtc()).ToArray(),
                Next = passes.Select(pass => pass.NextSlice.ToDateTimeUtc()).ToArray(),
                From = passes.Select(pass => pass.EarliestSlice?.ToDateTimeUtc()).ToArray(),
                Health = passes.Select(pass => pass.Health.ToString()).ToArray(),
                Errors = passes.Select(pass => pass.Error).ToArray(),
                Failed = passes.Select(pass => pass.FailedPasses).ToArray(),
            },
            cancellationToken
        );
        return ours.ToDictionary(row => row.Id, row => row.Reading);
    }

    /// <summary>Keeps the sums as of now, for lists.</summary>
    public static Task KeepReadingsAsync(
        UnitOfWork work,
        IReadOnlyList<(Guid Id, string Reading)> readings,
        CancellationToken cancellationToken
    ) =>
        work.ExecuteAsync(
            """
            update slo_schedule as row set reading = kept.reading
            from unnest(@Ids, @Readings) as kept(slo_id, reading)
            where row.slo_id = kept.slo_id
            """,
            new
            {
                Ids = readings.Select(one => one.Id).ToArray(),
                Readings = readings.Select(one => one.Reading).ToArray(),
            },
            cancellationToken
        );
}
