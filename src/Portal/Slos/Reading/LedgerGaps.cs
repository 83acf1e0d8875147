using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>Says which part of an SLO's window is measured, and where it is not.</summary>
internal sealed class LedgerGaps(IDbContextFactory<PortalDb> databases, SloLedger ledger)
{
    private const int MostGaps = 20;

    /// <summary>Gaps are looked for this far back; the coverage counts all of them.</summary>
    private static readonly Duration Furthest = Duration.FromDays(31);

    private const string Gaps = """
        select starts_from, starts_before from (
            select start + make_interval(secs => @Slice) as starts_from,
                coalesce(lead(start) over (order by start), @To) as starts_before
            from slo_slice
            where slo_id = @Id and generation = @Generation and start >= @From and start < @To) slice
        where starts_before > starts_from
        order by starts_from desc limit @Most
        """;

    public async Task<Coverage> OfAsync(Definition<Slo> slo, CancellationToken cancellationToken)
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, row) = await ledger.NowAsync(work, slo, cancellationToken);
        var window = slo.Spec.Window.RangeAt(measured.At);
        var from = Instant.Max(window.Start, Instant.Max(measured.At - Furthest, row?.MeasuredFrom ?? measured.At));
        var gaps = await work.QueryAsync<GapRow>(
            Gaps,
            new
            {
                measured.Id,
                measured.Generation,
                From = from,
                To = measured.At,
                Slice = slo.Spec.Grid.Slice.TotalSeconds,
                Most = MostGaps,
            },
            cancellationToken
        );
        var backfill = await work.FirstOrDefaultAsync<SloBackfill>(
            "select * from slo_backfill where slo_id = @Id",
            measured,
            cancellationToken
        );
        return new Coverage(
            measured.At,
            row?.MeasuredFrom,
            [.. gaps.Select(gap => new Interval(gap.StartsFrom, gap.StartsBefore))],
            backfill,
            row
        );
    }

    private sealed class GapRow
    {
        public Instant StartsFrom { get; init; }

        public Instant StartsBefore { get; init; }
    }
}

/// <param name="At">The newest slice boundary that should be measured.</param>
/// <param name="MeasuredFrom">The beginning of what is measured; null before the first slice.</param>
/// <param name="Gaps">The newest, at most 20, of the last 31 days of the window, newest first.</param>
internal sealed record Coverage(
    Instant At,
    Instant? MeasuredFrom,
    IReadOnlyList<Interval> Gaps,
    SloBackfill? Backfill,
    SloSchedule? Row
);
