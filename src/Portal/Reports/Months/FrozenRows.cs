using Portal.Data;

namespace Portal.Reports.Months;

/// <summary>Writes frozen numbers, each once and for ever.</summary>
internal static class FrozenRows
{
    /// <summary>Those that are not frozen yet, in the caller's transaction.</summary>
    public static async Task AddAsync(
        UnitOfWork work,
        IReadOnlyList<SloMonth> months,
        CancellationToken cancellationToken
    )
    {
        // One writer at a time, so that two replicas do not both find a row missing; readers go on.
        await work.ExecuteAsync("lock table slo_month in share row exclusive mode", null, cancellationToken);
        var known = await work.QueryAsync<FrozenRow>(
            "select month, slo_id from slo_month where slo_id = any(@Ids)",
            new { Ids = months.Select(one => one.SloId).ToArray() },
            cancellationToken
        );
        var frozen = known.Select(row => (row.Month, row.SloId)).ToHashSet();
        work.Db.AddRange(
            months
                .Where(one => !frozen.Contains((one.Month, one.SloId)))
                .Select(one => one with { FrozenAt = work.Now })
        );
        // At once and not only at the commit: the same transaction may add another.
        await work.Db.SaveChangesAsync(cancellationToken);
    }

    private sealed class FrozenRow
    {
        public string Month { get; init; } = "";

        public Guid SloId { get; init; }
    }
}
