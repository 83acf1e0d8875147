using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>What corrections do to a course: where they lie, and what it was before them.</summary>
internal sealed class CourseCorrections(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    SloLedger ledger
)
{
    /// <summary>Of a rule that returns every few minutes, the newest are drawn; all of them count.</summary>
    private const int MostDrawn = 500;

    private const string Spans = """
        select * from slo_correction_span
        where slo_id = @Id and starts < @To and ends > @From
        order by starts
        """;

    private const string Differences = """
        select start, coalesce(unit_good, good) - corrected_good as good,
            coalesce(unit_total, total) - corrected_total as total,
            case when is_excluded then 1 else 0 end as measured
        from slo_slice
        where slo_id = @Id and generation = @Generation and start >= @From and start < @To
            and corrected_total is not null
        order by start
        """;

    /// <param name="course">As loaded; it knows nothing of what is excluded.</param>
    /// <param name="lookBack">The longest that is asked for at any instant of it.</param>
    public async Task<CorrectedCourse> OfAsync(
        Definition<Slo> slo,
        Course course,
        Duration lookBack,
        CancellationToken cancellationToken
    )
    {
        var (first, end) = (course.Instants[0], course.Instants[^1]);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var reach = new
        {
            measured.Id,
            measured.Generation,
            From = Instant.Min(slo.Spec.Window.RangeAt(first).Start, first - lookBack),
            To = end,
        };
        var spans = await work.QueryAsync<SloCorrectionSpan>(Spans, reach, cancellationToken);
        if (spans.Count == 0)
        {
            return new(course, null, []);
        }

        var rows = await work.QueryAsync<DifferenceRow>(Differences, reach, cancellationToken);
        var grid = slo.Spec.Grid;
        var excluded = spans.Where(span => span.Effect is CorrectionEffect.Exclude);
        var corrected = new CorrectedSums(
            course.Sums,
            grid,
            Exclusions.Of(excluded.Select(span => new Interval(span.Starts, span.Ends)))
        );
        var taken = new BucketSums(
            grid,
            grid,
            [.. rows.Select(row => (row.Start, new SliceSums(row.Good, row.Total, row.Measured, 0)))]
        );
        return new(
            course with
            {
                Sums = corrected,
            },
            course with
            {
                Sums = new UncorrectedPast(corrected, taken),
            },
            Drawn(spans, first, end)
        );
    }

    private IReadOnlyList<DrawnCorrection> Drawn(IReadOnlyList<SloCorrectionSpan> spans, Instant first, Instant end)
    {
        var reasons = definitions.All<Correction>().ToDictionary(one => one.Id, one => one.Spec.Reason);
        return
        [
            .. spans
                .Where(span => span.Ends > first && span.Starts < end)
                .TakeLast(MostDrawn)
                .Select(span => new DrawnCorrection(
                    new(span.Starts, span.Ends),
                    span.Effect,
                    reasons.GetValueOrDefault(span.CorrectionId) ?? "correction"
                )),
        ];
    }

    private sealed class DifferenceRow
    {
        public Instant Start { get; init; }

        public decimal Good { get; init; }

        public decimal Total { get; init; }

        public int Measured { get; init; }
    }
}

/// <param name="Course">After corrections.</param>
/// <param name="AsMeasured">Before them; null where none reaches the course.</param>
/// <param name="Stretches">Those that lie in the range itself, oldest first.</param>
internal sealed record CorrectedCourse(Course Course, Course? AsMeasured, IReadOnlyList<DrawnCorrection> Stretches)
{
    /// <summary>What was left of the budget as measured, at each instant; null where that is the same, and as a whole where it always is.</summary>
    public IReadOnlyList<decimal?>? Raw(BurnDown corrected)
    {
        if (AsMeasured?.BurnDown.BudgetRemaining is not { } measured)
        {
            return null;
        }

        IReadOnlyList<decimal?> differing =
        [
            .. measured.Zip(corrected.BudgetRemaining, (raw, now) => raw == now ? null : raw),
        ];
        return differing.Any(value => value is not null) ? differing : null;
    }
}

/// <summary>One occurrence of a correction.</summary>
internal sealed record DrawnCorrection(Interval Range, CorrectionEffect Effect, string Reason);
