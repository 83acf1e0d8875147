using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>The past of a rolling window in equal steps.</summary>
internal static class LedgerSteps
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly Duration Day = Duration.FromDays(1);
    private static readonly Duration LongestExact = Duration.FromDays(31);

    private const string FromSlices = """
        select floor(extract(epoch from start - @From) / @Step)::int as step,
            sum(coalesce(corrected_good, unit_good, good)) as good, sum(coalesce(corrected_total, unit_total, total)) as total,
            (count(*) filter (where not is_excluded))::int as measured
        from slo_slice
        where slo_id = @Id and generation = @Generation and start >= @From and start < @To
        group by step
        """;

    private const string FromHours = """
        select floor(extract(epoch from start - @From) / @Step)::int as step,
            sum(good) as good, sum(total) as total, sum(measured)::int as measured
        from slo_rollup
        where slo_id = @Id and generation = @Generation and size = 'Hour' and start >= @From and start < @To
        group by step
        """;

    /// <summary>A step is an hour, or a slice where the window is shorter than a day or no whole number of hours.</summary>
    public static Duration StepOf(MeasuredSlo slo, Duration window) =>
        window >= Day && window.BclCompatibleTicks % Hour.BclCompatibleTicks == 0 ? Hour : slo.Slo.Grid.Slice;

    /// <summary>Where the last step ends: at the instant of the SLO, or at the hour after it where the window is long.</summary>
    public static Instant EndOf(MeasuredSlo slo, Duration window) =>
        window <= LongestExact ? slo.At : CeilingHour(slo.At);

    /// <returns>Oldest first.</returns>
    public static async Task<IReadOnlyList<SliceSums>> OfAsync(
        UnitOfWork work,
        MeasuredSlo slo,
        Duration window,
        CancellationToken cancellationToken
    )
    {
        if (slo.Slo.Sli is not CompositeSli sli)
        {
            return await MeasuredAsync(work, slo, window, cancellationToken);
        }

        var members = new List<IReadOnlyList<SliceSums>>();
        foreach (var member in slo.Members)
        {
            var steps = await OfAsync(work, member, window, cancellationToken);
            members.Add([.. steps.Select(member.Slo.Budgeting.ForBurn)]);
        }

        // Members in finer slices have more steps where the window is shorter than a day; those foresee nothing together.
        return members.Count == sli.Members.Count && members.TrueForAll(steps => steps.Count == members[0].Count)
            ? [.. members[0].Select((_, i) => sli.Combine([.. members.Select(steps => steps[i])]))]
            : [];
    }

    private static async Task<IReadOnlyList<SliceSums>> MeasuredAsync(
        UnitOfWork work,
        MeasuredSlo slo,
        Duration window,
        CancellationToken cancellationToken
    )
    {
        var grid = slo.Slo.Grid;
        var (step, end) = (StepOf(slo, window), EndOf(slo, window));
        var start = end - window;
        var rows = await work.QueryAsync<StepRow>(
            window <= LongestExact ? FromSlices : FromHours,
            new
            {
                slo.Id,
                slo.Generation,
                From = start,
                To = end,
                Step = step.TotalSeconds,
            },
            cancellationToken
        );
        var sums = new SliceSums[(int)(window.BclCompatibleTicks / step.BclCompatibleTicks)];
        Array.Fill(sums, new SliceSums(0, 0, 0, Math.Max(1, grid.SlicesIn(step))));
        foreach (var row in rows.Where(row => row.Step >= 0 && row.Step < sums.Length))
        {
            sums[row.Step] = sums[row.Step] with { Good = row.Good, Total = row.Total, Measured = row.Measured };
        }

        return sums;
    }

    private static Instant CeilingHour(Instant at) => new SliceGrid(Hour).StartOf(new SliceGrid(Hour).IndexFrom(at));

    private sealed class StepRow
    {
        public int Step { get; init; }

        public decimal Good { get; init; }

        public decimal Total { get; init; }

        public int Measured { get; init; }
    }
}
