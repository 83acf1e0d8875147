using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class StillPlotTests
{
    private const long Start = 1_760_000_000;

    [Fact]
    public void A_gap_breaks_the_line_and_is_never_drawn_as_zero()
    {
        var plot = Plot([0.1, null, 0.1, double.NaN, 0.2]);

        Assert.Equal("M0", plot.Paths[0].Path[..2]);
        Assert.Equal(3, plot.Paths[0].Path.Count(letter => letter == 'M'));
        Assert.DoesNotContain('L', plot.Paths[0].Path);
        Assert.Contains(plot.Table, row => row.Value == Numbers.Unknown);
    }

    [Fact]
    public void Its_ticks_are_round_start_at_zero_and_hold_the_line_that_fires()
    {
        var plot = Plot([0.002, 0.004], new ChartLine(0.05, "fires above 5 %"));

        Assert.Equal("0 %, 2 %, 4 %, 6 %", Words(plot));
        Assert.True(plot.Ticks[0].IsZero);
        Assert.Single(plot.Lines);
    }

    [Theory]
    [InlineData(new[] { 5.0, 5.0 })]
    [InlineData(new[] { 0.0, 0.0 })]
    [InlineData(new[] { -3.0, -1.0 })]
    [InlineData(new[] { 1e9, 3.0 })]
    [InlineData(new[] { 1e-9, 2e-9 })]
    public void Whatever_is_measured_stays_within_the_drawing(double[] values)
    {
        var plot = Plot([.. values]);

        Assert.InRange(plot.Last!.Value.Y, StillPlot.Top, StillPlot.Floor);
        Assert.InRange(plot.Ticks.Count, 2, 7);
        Assert.All(plot.Ticks, tick => Assert.InRange(tick.Y, StillPlot.Top, StillPlot.Floor));
    }

    [Fact]
    public void Burn_rates_are_drawn_in_decades_with_one_as_their_zero()
    {
        var plot = StillPlot.Of(Data([0.3, 40], []) with { Unit = ChartUnit.Burn, Scale = ChartScale.Log })!;

        Assert.Equal("0.1×, 1×, 10×, 100×", Words(plot));
        Assert.Equal("1×", plot.Ticks.Single(tick => tick.IsZero).Text);
    }

    [Fact]
    public void A_band_that_began_before_the_chart_begins_with_it()
    {
        var plot = StillPlot.Of(
            Data([1, 2, 3], []) with
            {
                Bands = [new(Start - 600, null), new(Start - 60, Start - 30)],
            }
        )!;

        Assert.Equal([(0.0, 100.0)], plot.Bands);
    }

    [Fact]
    public void Where_nothing_was_measured_there_is_no_chart()
    {
        Assert.Null(StillPlot.Of(null));
        Assert.Null(StillPlot.Of(Data([null, double.NaN, double.PositiveInfinity], [])));
    }

    private static string Words(StillPlot plot) =>
        string.Join(", ", plot.Ticks.Select(tick => tick.Text.Replace(Numbers.NoBreakSpace, ' ')));

    private static StillPlot Plot(double?[] values, params ChartLine[] lines) => StillPlot.Of(Data(values, lines))!;

    private static ChartData Data(double?[] values, ChartLine[] lines) =>
        new()
        {
            T = [.. Enumerable.Range(0, values.Length).Select(at => Start + at * 60L)],
            Series = [new("errors", values)],
            Lines = lines,
            Unit = ChartUnit.Percent,
        };
}
