using Portal.Data;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>
/// What is wrong with the counts of SLOs whose budget is of slices: their sums are of good slices or ratios, in which more
/// good events than events cannot be seen. Those that count events are not asked for, and cost no query.
/// </summary>
internal static class RawCounts
{
    /// <summary>A mistake that has just begun is lost in an hour; it is one where each of so many slices has it.</summary>
    private const int Recent = 3;

    private const string Sums = """
        select part.key, sum(slice.good) as good, sum(slice.total) as total,
            coalesce(sum(slice.good) filter (where slice.start >= part.recent), 0) as recent_good,
            coalesce(sum(slice.total) filter (where slice.start >= part.recent), 0) as recent_total,
            (count(*) filter (where slice.start >= part.recent and (slice.good > slice.total or slice.good < 0)))::int
                as recent_wrong
        from unnest(@Keys, @Slos, @Generations, @From, @Recents, @To)
            as part(key, slo_id, generation, starts_from, recent, starts_before)
        join slo_slice slice on slice.slo_id = part.slo_id and slice.generation = part.generation
            and slice.start >= part.starts_from and slice.start < part.starts_before
        group by part.key
        """;

    /// <summary>The readings, each with its notice.</summary>
    /// <param name="slos">In the order of the readings.</param>
    public static async Task<IReadOnlyList<SloReading>> NoticedAsync(
        UnitOfWork work,
        IReadOnlyList<MeasuredSlo> slos,
        IReadOnlyList<SloReading> readings,
        CancellationToken cancellationToken
    )
    {
        var keys = Enumerable.Range(0, slos.Count).Where(key => IsHidden(slos[key].Slo)).ToArray();
        if (keys.Length == 0)
        {
            return readings;
        }

        var asked = Array.ConvertAll(keys, key => slos[key]);
        var rows = await work.QueryAsync<CountRow>(
            Sums,
            new
            {
                Keys = keys,
                Slos = Array.ConvertAll(asked, slo => slo.Id),
                Generations = Array.ConvertAll(asked, slo => slo.Generation),
                From = Array.ConvertAll(asked, slo => (slo.At - Slo.CurrentBurn).ToDateTimeUtc()),
                Recents = Array.ConvertAll(asked, slo => (slo.At - (slo.Slo.Grid.Slice * Recent)).ToDateTimeUtc()),
                To = Array.ConvertAll(asked, slo => slo.At.ToDateTimeUtc()),
            },
            cancellationToken
        );
        var notices = rows.ToDictionary(row => row.Key, row => row.Notice);
        return
        [
            .. readings.Select(
                (reading, key) => reading with { Notice = notices.GetValueOrDefault(key) ?? reading.Notice }
            ),
        ];
    }

    private static bool IsHidden(Slo slo) =>
        slo.Sli is QueriedSli and not ThresholdSli && slo.Budgeting.Method != BudgetingMethod.Occurrences;

    private sealed class CountRow
    {
        public int Key { get; init; }

        public decimal Good { get; init; }

        public decimal Total { get; init; }

        public decimal RecentGood { get; init; }

        public decimal RecentTotal { get; init; }

        public int RecentWrong { get; init; }

        public string? Notice =>
            NoticeOf(Good, Total) ?? (RecentWrong == Recent ? NoticeOf(RecentGood, RecentTotal) : null);

        private static string? NoticeOf(decimal good, decimal total) => SliceSums.Of(good, total).QualityNotice;
    }
}
