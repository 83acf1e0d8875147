using System.Globalization;
using System.Text;
using NodaTime;

namespace Portal.Ui;

/// <summary>Where everything of a chart stands that is drawn without script: across in percent, down in pixels.</summary>
/// <remarks>Paths are in a box a thousand wide that is stretched to the page, so that they need no measuring.</remarks>
public sealed class StillPlot
{
    public const int Height = 160;
    public const int Top = 6;
    public const int Floor = 132;
    public const int AxisText = 154;

    private const double PathWidth = 1000;
    private const int MostTicks = 4;
    private const int TableRows = 8;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly ChartData chart;
    private readonly PlotScale scale;

    private StillPlot(ChartData chart)
    {
        this.chart = chart;
        scale = PlotScale.Of(chart, MostTicks);
    }

    public IReadOnlyList<(double Y, string Text, bool IsZero)> Ticks =>
        [.. scale.Ticks.Select(value => (Y(value), Tick(value), value == scale.Zero))];

    public IReadOnlyList<(double Y, string Line, string Word, string Label)> Lines =>
        [
            .. chart
                .Lines.Where(line => scale.Shows(line.Value))
                .Select(line =>
                    line.Kind is ChartLineKind.Ticket
                        ? (Y(line.Value), "limit-ticket", "limit-text-ticket", line.Label)
                        : (Y(line.Value), "limit-page", "limit-text-page", line.Label)
                ),
        ];

    /// <summary>From and width, in percent; what began before the chart begins with it.</summary>
    public IReadOnlyList<(double X, double Width)> Bands =>
        [
            .. chart
                .Bands.Where(band => band.Kind is not ChartBandKind.Correction)
                .Select(band => (From: X(band.From), To: X(band.To ?? chart.T[^1])))
                .Where(band => band.To >= 0 && band.From <= 100)
                .Select(band => (X: Math.Max(0, band.From), To: Math.Min(100, band.To)))
                .Select(band => (band.X, Width: Math.Max(0.5, band.To - band.X))),
        ];

    /// <summary>What is measured comes last, and so lies on top.</summary>
    public IReadOnlyList<(string Path, string Class)> Paths =>
        [
            .. chart
                .Series.OrderByDescending(series => series.Style)
                .Select(series => (Path(series), series.Style is ChartStyle.Measured ? "series" : "series series-2")),
        ];

    /// <summary>The last value of what is measured; null where there is none, or it lies further back.</summary>
    public (double X, double Y)? Last =>
        Measured?.Values is [.., { } value] && double.IsFinite(value) ? (100, Y(value)) : null;

    public ChartSeries? Measured => chart.Series.FirstOrDefault(series => series.Style is ChartStyle.Measured);

    public Instant From => Instant.FromUnixTimeSeconds(chart.T[0]);

    public Instant Middle => Instant.FromUnixTimeSeconds((chart.T[0] + chart.T[^1]) / 2);

    public Instant To => Instant.FromUnixTimeSeconds(chart.T[^1]);

    /// <summary>What is measured at a few moments, the last one among them.</summary>
    public IReadOnlyList<(Instant At, string Value)> Table
    {
        get
        {
            var stride = Math.Max(1, (chart.T.Count + TableRows - 1) / TableRows);
            return
            [
                .. Enumerable
                    .Range(0, chart.T.Count)
                    .Where(at => (chart.T.Count - 1 - at) % stride == 0)
                    .Select(at => (Instant.FromUnixTimeSeconds(chart.T[at]), Text(Measured?.Values[at]))),
            ];
        }
    }

    /// <summary>Null where there is nothing to draw: no moment, or no value at any.</summary>
    public static StillPlot? Of(ChartData? chart) =>
        chart is { T.Count: > 1 } && chart.Series.Any(series => series.Values.Any(IsNumber)) ? new(chart) : null;

    private static bool IsNumber(double? value) => value is { } number && double.IsFinite(number);

    private double X(long second) => (second - chart.T[0]) * 100.0 / (chart.T[^1] - chart.T[0]);

    private double Y(double value) => Math.Round(Floor - scale.Share(value) * (Floor - Top), 1);

    private string Text(double? value) =>
        IsNumber(value) && Math.Abs(value!.Value) < 1e15
            ? Numbers.Value((decimal)value.Value, chart.Unit)
            : Numbers.Unknown;

    /// <summary>Round as it is, without digits that say nothing: 5 %, not 5.0 %.</summary>
    private string Tick(double value) =>
        chart.Unit is ChartUnit.Percent && Math.Abs(value) < 1e6
            ? Numbers.Objective(Math.Round((decimal)value, 12))
            : Text(value);

    private string Path(ChartSeries series)
    {
        var path = new StringBuilder();
        var isDown = false;
        for (var at = 0; at < series.Values.Count; at++)
        {
            if (!IsNumber(series.Values[at]))
            {
                isDown = false;
                continue;
            }

            var x = X(chart.T[at]) / 100 * PathWidth;
            path.Append(Culture, $"{(isDown ? 'L' : 'M')}{x:0.#} {Y(series.Values[at]!.Value):0.#}");
            isDown = true;
        }

        return path.ToString();
    }
}
