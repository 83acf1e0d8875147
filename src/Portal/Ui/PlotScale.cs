namespace Portal.Ui;

/// <summary>The upright axis of a chart that is drawn without script: from its least to its greatest round value.</summary>
internal sealed record PlotScale
{
    private const double LeastBurn = 0.1;

    private readonly bool isLog;
    private readonly double least;
    private readonly double most;

    private PlotScale(bool isLog, double least, double most, IReadOnlyList<double> ticks) =>
        (this.isLog, this.least, this.most, Ticks) = (isLog, least, most, ticks);

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>The value that the line is drawn strongest at: nothing, or a burn of exactly the budget.</summary>
    public double Zero => isLog ? 1 : 0;

    public static PlotScale Of(ChartData chart, int mostTicks)
    {
        var values = chart
            .Series.SelectMany(series => series.Values)
            .OfType<double>()
            .Where(double.IsFinite)
            .DefaultIfEmpty(0)
            .ToList();
        var greatest = Math.Max(values.Max(), chart.Lines.Select(line => line.Value).DefaultIfEmpty(0).Max());
        return chart.Scale is ChartScale.Log ? Log(greatest) : Linear(Math.Min(0, values.Min()), greatest, mostTicks);
    }

    public bool Shows(double value) => value >= least && value <= most;

    /// <summary>From 0 at the bottom to 1 at the top; what lies beyond stays on the edge.</summary>
    public double Share(double value) =>
        Math.Clamp(
            isLog
                ? Math.Log10(Math.Max(value, least) / least) / Math.Log10(most / least)
                : (value - least) / (most - least),
            0,
            1
        );

    /// <summary>Decades, 1 always among them.</summary>
    private static PlotScale Log(double greatest)
    {
        var top = Math.Max(1, (int)Math.Ceiling(Math.Log10(Math.Max(1, greatest))));
        double[] ticks = [.. Enumerable.Range(-1, top + 2).Select(power => Math.Pow(10, power))];
        return new(true, LeastBurn, ticks[^1], ticks);
    }

    private static PlotScale Linear(double least, double greatest, int mostTicks)
    {
        var span = greatest > least ? greatest - least : Math.Max(1, Math.Abs(greatest));
        var step = Round(span / mostTicks);
        var (first, last) = (Math.Floor(least / step), Math.Ceiling((least + span) / step));
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(at => (first + at) * step)];
        return new(false, ticks[0], ticks[^1], ticks);
    }

    /// <summary>The next of 1, 2, 5, 10 … at or above.</summary>
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power
            * (step / power) switch
            {
                <= 1 => 1,
                <= 2 => 2,
                <= 5 => 5,
                _ => 10,
            };
    }
}
