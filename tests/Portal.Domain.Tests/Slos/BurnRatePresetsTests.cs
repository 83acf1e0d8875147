using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class BurnRatePresetsTests
{
    [Theory]
    [InlineData(7, new[] { 16.8, 5.6, 2.8 })]
    [InlineData(14, new[] { 16.8, 5.6, 2.8 })]
    [InlineData(28, new[] { 13.44, 5.6, 2.8, 0.9333 })]
    [InlineData(30, new[] { 14.4, 6, 3, 1 })]
    [InlineData(31, new[] { 14.88, 6.2, 3.1, 1.0333 })]
    [InlineData(45, new[] { 14.4, 6, 3, 1 })]
    [InlineData(90, new[] { 21.6, 10.8, 4.5 })]
    [InlineData(365, new[] { 21.6, 10.8, 4.5 })]
    public void The_percentages_move_with_the_window(int days, double[] factors) =>
        Assert.Equal(factors, Factors(Duration.FromDays(days)));

    [Fact]
    public void Thirty_days_have_the_four_pairs_of_the_workbook()
    {
        var alerts = For(Duration.FromDays(30));

        Assert.Equal([0.02m, 0.05m, 0.1m, 0.1m], alerts.Select(alert => alert.BudgetShare));
        Assert.Equal([1, 6, 24, 72], alerts.Select(alert => alert.LongWindow.TotalHours));
        Assert.Equal([5, 30, 120, 360], alerts.Select(alert => alert.ShortWindow.TotalMinutes));
        Assert.Equal(
            [
                BudgetAlertSeverity.Page,
                BudgetAlertSeverity.Page,
                BudgetAlertSeverity.Ticket,
                BudgetAlertSeverity.Ticket,
            ],
            alerts.Select(alert => alert.Severity)
        );
    }

    [Fact]
    public void Short_windows_shrink_the_look_backs_and_keep_the_factors()
    {
        var day = For(Duration.FromDays(1));

        Assert.Equal([9, 52, 206], day.Select(alert => alert.LongWindow.TotalMinutes));
        Assert.Equal([2, 5, 18], day.Select(alert => alert.ShortWindow.TotalMinutes));
        Assert.Equal([16.8, 5.6, 2.8], Factors(Duration.FromDays(1)));
    }

    [Fact]
    public void The_shortest_window_still_pages()
    {
        var alert = Assert.Single(For(Duration.FromHours(1)));

        Assert.Equal((9, BudgetAlertSeverity.Page), (alert.LongWindow.TotalMinutes, alert.Severity));
    }

    [Fact]
    public void What_could_never_fire_is_left_out() =>
        Assert.Equal([5.6, 2.8], Factors(Duration.FromDays(7), objective: 0.9m));

    [Theory]
    [InlineData(1, 10)]
    [InlineData(13, 60)]
    [InlineData(100, 60)]
    [InlineData(6 * 24, 300)]
    [InlineData(20 * 24, 3600)]
    [InlineData(366 * 24, 60)]
    public void An_slo_takes_its_presets(int hours, int sliceSeconds)
    {
        var window = new RollingWindow(Duration.FromHours(hours));
        var slice = Duration.FromSeconds(sliceSeconds);

        var presets = BurnRatePresets.For(window, Objective.Of(0.99m), new SliceGrid(slice));

        Assert.Equal(presets, An.Slo(0.99m, window, slice: slice, alerts: [.. presets]).Alerts);
    }

    private static IReadOnlyList<BurnRateAlert> For(Duration length, decimal objective = 0.999m) =>
        BurnRatePresets.For(new RollingWindow(length), Objective.Of(objective), SliceGrid.Default);

    private static IEnumerable<double> Factors(Duration length, decimal objective = 0.999m) =>
        For(length, objective).Select(alert => (double)Math.Round(alert.Factor(length), 4));
}
