using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>The course of an SLO over a range, for charts: close to now from its slices, further back from hours.</summary>
internal sealed class SloCourse(IDbContextFactory<PortalDb> databases, SloLedger ledger, CompositeMembers members)
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly SliceGrid Hours = new(Hour);

    /// <summary>Up to here every slice is read; beyond it hours, where no pixel would show the difference.</summary>
    private static readonly Duration LongestClose = Duration.FromDays(3);

    private const string Rows = """
        select found.start, found.good, found.total, found.measured
        from unnest(@Sizes, @From, @To) as part(size, starts_from, starts_before)
        cross join lateral (
            select start, good, total, measured from slo_rollup
            where part.size = 'Hour' and slo_id = @Id and generation = @Generation and size = 'Hour'
                and start >= part.starts_from and start < part.starts_before
            union all
            select start, coalesce(corrected_good, unit_good, good), coalesce(corrected_total, unit_total, total),
                case when is_excluded then 0 else 1 end
            from slo_slice
            where part.size = 'Slice' and slo_id = @Id and generation = @Generation
                and start >= part.starts_from and start < part.starts_before) found
        order by found.start
        """;

    /// <param name="from">Beginning of the chart.</param>
    /// <param name="to">Its end; null, or later than what is measured, for now.</param>
    /// <param name="lookBack">The longest look-back that will be asked for at any instant of the chart.</param>
    public async Task<Course> LoadAsync(
        Definition<Slo> slo,
        Instant from,
        Instant? to,
        Duration lookBack,
        int maxPoints,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var grid = slo.Spec.Grid;
        var end = grid.Floor(Instant.Min(to ?? measured.At, measured.At));
        var start = Instant.Min(from, end);
        var isClose = end - start <= LongestClose;
        var boundaries = isClose ? grid : Hours;
        var at = BurnDown.Spread(boundaries, new Interval(start, end), maxPoints);
        // The end itself is always shown, in the place of the last boundary when there is no room for one more.
        IReadOnlyList<Instant> instants =
            at[^1] == end ? at
            : at.Count < maxPoints ? [.. at, end]
            : [.. at.Take(maxPoints - 1), end];
        var first = Instant.Min(slo.Spec.Window.RangeAt(instants[0]).Start, instants[0] - lookBack);
        var parts = Parts(first, end, Close(slo.Spec.Window, instants, lookBack, isClose));
        var sums = await SumsAsync(work, measured, boundaries, parts, cancellationToken);
        return new Course(slo.Spec, sums, instants, end == measured.At);
    }

    /// <summary>The past of an SLO that need not be saved, such as a composite of saved ones: slices over the range, hours before.</summary>
    public async Task<(ISumsOver Past, Interval Range)> PastAsync(
        Slo slo,
        Duration range,
        Duration before,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var end = ledger.Newest(slo, work.Now, work.Now);
        var measured = await members.ResolveAsync(work, new MeasuredSlo(Guid.Empty, 0, slo, end), cancellationToken);
        var asked = new Interval(slo.Grid.Floor(end - range), end);
        var parts = Parts(asked.Start - before, end, [new Interval(asked.Start, end)]);
        return (await SumsAsync(work, measured, slo.Grid, parts, cancellationToken), asked);
    }

    /// <summary>Where the rows must be slices: all that the chart's instants end on, and where their windows begin.</summary>
    private static List<Interval> Close(
        SloWindow window,
        IReadOnlyList<Instant> instants,
        Duration lookBack,
        bool isClose
    )
    {
        if (isClose)
        {
            var starts = instants.Select(at => window.RangeAt(at).Start).ToList();
            return window is RollingWindow
                ? [new(instants[0] - lookBack, instants[^1]), new(starts[0], starts[^1] + Hour)]
                :
                [
                    new(instants[0] - lookBack, instants[^1]),
                    .. starts.Distinct().Select(start => new Interval(start, start + Hour)),
                ];
        }

        var last = instants[^1];
        IEnumerable<Instant> edges =
            window is RollingWindow
                ? [window.RangeAt(last).Start, last - lookBack, last]
                : [.. instants.Select(at => window.RangeAt(at).Start).Distinct(), last - lookBack, last];
        return [.. edges.Select(edge => new Interval(edge, edge))];
    }

    /// <summary>Touching parts from the first hour to the end: slices in the hours that are looked at closely, hours elsewhere.</summary>
    private static List<(LedgerBucket Size, Instant From, Instant To)> Parts(
        Instant first,
        Instant end,
        IEnumerable<Interval> close
    )
    {
        var parts = new List<(LedgerBucket, Instant, Instant)>();
        var reached = Hours.Floor(first);
        foreach (var interval in close.OrderBy(interval => interval.Start))
        {
            var from = Instant.Max(Hours.Floor(interval.Start), reached);
            var to = Hours.Floor(interval.End) + Hour;
            if (to > from)
            {
                parts.Add((LedgerBucket.Hour, reached, from));
                parts.Add((LedgerBucket.Slice, from, to));
                reached = to;
            }
        }

        parts.Add((LedgerBucket.Hour, reached, end));
        return [.. parts.Where(part => part.Item2 < part.Item3)];
    }

    /// <summary>The past of the parts; of a composite that of its members.</summary>
    private static async Task<ISumsOver> SumsAsync(
        UnitOfWork work,
        MeasuredSlo slo,
        SliceGrid boundaries,
        List<(LedgerBucket Size, Instant From, Instant To)> parts,
        CancellationToken cancellationToken
    )
    {
        if (slo.Slo.Sli is not CompositeSli sli || slo.Members.Count != sli.Members.Count)
        {
            return new BucketSums(slo.Slo.Grid, boundaries, await RowsAsync(work, slo, parts, cancellationToken));
        }

        var members = new List<(Budgeting, ISumsOver)>();
        foreach (var member in slo.Members)
        {
            members.Add((member.Slo.Budgeting, await SumsAsync(work, member, boundaries, parts, cancellationToken)));
        }

        return new CompositeSums(sli, members);
    }

    private static async Task<IReadOnlyList<(Instant, SliceSums)>> RowsAsync(
        UnitOfWork work,
        MeasuredSlo slo,
        List<(LedgerBucket Size, Instant From, Instant To)> parts,
        CancellationToken cancellationToken
    )
    {
        var rows = await work.QueryAsync<CourseRow>(
            Rows,
            new
            {
                slo.Id,
                slo.Generation,
                Sizes = parts.Select(part => part.Size.ToString()).ToArray(),
                From = parts.Select(part => part.From.ToDateTimeUtc()).ToArray(),
                To = parts.Select(part => part.To.ToDateTimeUtc()).ToArray(),
            },
            cancellationToken
        );
        return [.. rows.Select(row => (row.Start, new SliceSums(row.Good, row.Total, row.Measured, 0)))];
    }

    private sealed class CourseRow
    {
        public Instant Start { get; init; }

        public decimal Good { get; init; }

        public decimal Total { get; init; }

        public int Measured { get; init; }
    }
}

/// <summary>What charts of one range are drawn from.</summary>
/// <param name="Instants">Where it is read, ascending; the last is the end.</param>
/// <param name="EndsNow">The end is the newest measured slice.</param>
internal sealed record Course(Slo Slo, ISumsOver Sums, IReadOnlyList<Instant> Instants, bool EndsNow)
{
    public BurnDown BurnDown => BurnDown.AtEach(Slo, Sums, Instants);

    public IEnumerable<decimal?> BurnOver(Duration lookBack) => BurnDown.BurnOver(Slo, Sums, lookBack, Instants);
}
