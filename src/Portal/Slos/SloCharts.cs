using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos;

/// <summary>The two charts of an SLO: what is left of its budget, and how fast it goes.</summary>
internal sealed class SloCharts(
    SloDirectory directory,
    SloCourse course,
    CourseCorrections corrections,
    IEnumerable<IChartMarks> marks
)
{
    private const int MostPoints = 600;

    public async Task<ChartData> BudgetAsync(
        Actor actor,
        Definition<Slo> slo,
        Instant from,
        Instant? to,
        CancellationToken cancellationToken
    )
    {
        directory.DemandRead(actor);
        var loaded = await course.LoadAsync(slo, from, to, Slo.CurrentBurn, MostPoints, cancellationToken);
        var happened = await MarksAsync(slo, loaded, cancellationToken);
        var corrected = await corrections.OfAsync(slo, loaded, Slo.CurrentBurn, cancellationToken);
        var burnDown = corrected.Course.BurnDown;
        var chart = BudgetChart(burnDown, loaded.EndsNow);
        return chart with
        {
            Series = corrected.Raw(burnDown) is null ? chart.Series : [.. chart.Series, AsMeasured(corrected)],
            Bands = [.. BandsOf(corrected), .. happened.SelectMany(one => one.Bands)],
            Marks = [.. happened.SelectMany(one => one.Marks)],
        };
    }

    public async Task<ChartData> BurnAsync(
        Actor actor,
        Definition<Slo> slo,
        Instant from,
        Instant? to,
        CancellationToken cancellationToken
    )
    {
        directory.DemandRead(actor);
        var compared = Compared(slo.Spec);
        var loaded = await course.LoadAsync(slo, from, to, compared, MostPoints, cancellationToken);
        var corrected = await corrections.OfAsync(slo, loaded, compared, cancellationToken);
        loaded = corrected.Course;
        var series = new List<ChartSeries> { Burn(loaded, Slo.CurrentBurn, ChartStyle.Measured) };
        if (compared > Slo.CurrentBurn)
        {
            series.Add(Burn(loaded, compared, ChartStyle.Compared));
        }

        return new ChartData
        {
            T = Seconds(loaded.Instants),
            Series = series,
            Lines = Lines(slo.Spec),
            Bands = BandsOf(corrected),
            Unit = ChartUnit.Burn,
            Scale = ChartScale.Log,
            EndsNow = loaded.EndsNow,
        };
    }

    /// <summary>Also for what is not saved.</summary>
    public static ChartData BudgetChart(BurnDown course, bool endsNow) =>
        new()
        {
            T = Seconds(course.At),
            Series = [new("budget left", [.. course.BudgetRemaining.Select(value => (double?)value)])],
            Unit = ChartUnit.Percent,
            HatchBelowZero = true,
            EndsNow = endsNow,
        };

    /// <summary>The longest window of an alert that pages: it tells a dip from a trend.</summary>
    public static Duration Compared(Slo slo) =>
        slo
            .Alerts.OfType<BurnRateAlert>()
            .Where(alert => alert.Severity == BudgetAlertSeverity.Page)
            .Select(alert => alert.LongWindow)
            .Append(Slo.CurrentBurn)
            .Max();

    private static ChartSeries AsMeasured(CorrectedCourse corrected) =>
        new(
            "as measured",
            [.. corrected.AsMeasured!.BurnDown.BudgetRemaining.Select(value => (double?)value)],
            ChartStyle.Compared
        );

    private static IReadOnlyList<ChartBand> BandsOf(CorrectedCourse corrected) =>
        [
            .. corrected.Stretches.Select(stretch => new ChartBand(
                stretch.Range.Start.ToUnixTimeSeconds(),
                stretch.Range.End.ToUnixTimeSeconds(),
                null,
                ChartBandKind.Correction
            )
            {
                Title = stretch.Effect switch
                {
                    CorrectionEffect.Exclude => $"Excluded: {stretch.Reason}",
                    CorrectionEffect.CountAsGood => $"Counted as good: {stretch.Reason}",
                },
            }),
        ];

    private static ChartSeries Burn(Course loaded, Duration lookBack, ChartStyle style) =>
        new(
            $"over {Numbers.Duration(lookBack)}",
            [.. loaded.BurnOver(lookBack).Select(value => (double?)value)],
            style
        );

    /// <summary>The fastest alert of each severity, which is the one that a sudden failure meets first.</summary>
    private static IReadOnlyList<ChartLine> Lines(Slo slo) =>
        [
            .. slo
                .Alerts.OfType<BurnRateAlert>()
                .GroupBy(alert => alert.Severity)
                .OrderBy(group => group.Key)
                .Select(group =>
                    (Severity: group.Key, Factor: group.Max(alert => alert.Factor(slo.Window.NominalLength)))
                )
                .Select(line => new ChartLine(
                    (double)line.Factor,
                    line.Severity switch
                    {
                        BudgetAlertSeverity.Page => $"pages above {Numbers.Burn(line.Factor)}",
                        BudgetAlertSeverity.Ticket => $"ticket above {Numbers.Burn(line.Factor)}",
                    },
                    line.Severity switch
                    {
                        BudgetAlertSeverity.Page => ChartLineKind.Page,
                        BudgetAlertSeverity.Ticket => ChartLineKind.Ticket,
                    }
                )),
        ];

    private async Task<IReadOnlyList<ChartMarks>> MarksAsync(
        Definition<Slo> slo,
        Course loaded,
        CancellationToken cancellationToken
    )
    {
        var range = new Interval(loaded.Instants[0], loaded.Instants[^1]);
        var all = new List<ChartMarks>();
        foreach (var source in marks)
        {
            all.Add(await source.OfAsync(slo.Spec.Service, range, cancellationToken));
        }

        return all;
    }

    private static IReadOnlyList<long> Seconds(IEnumerable<Instant> instants) =>
        [.. instants.Select(at => at.ToUnixTimeSeconds())];
}
