using System.Globalization;
using NodaTime;
using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("0.99906", "0.999", "99.906 %")]
    [InlineData("0.9641", "0.95", "96.41 %")]
    [InlineData("0.99931", "0.9995", "99.931 %")]
    [InlineData("0.9982", "0.995", "99.82 %")]
    [InlineData("0.99999", "0.9999", "99.9990 %")]
    [InlineData("1", "0.999", "100 %")]
    public void An_sli_has_the_digits_that_tell_it_from_its_objective(string sli, string objective, string written) =>
        Assert.Equal(written, Spaced(Numbers.Sli(Parse(sli), Parse(objective))));

    [Fact]
    public void A_missed_objective_never_reads_as_met()
    {
        Assert.Equal("99.899 %", Spaced(Numbers.Sli(0.9989996m, 0.999m)));
        Assert.Equal("99.999 %", Spaced(Numbers.Sli(0.9999999m, 0.999m)));
    }

    [Theory]
    [InlineData("0.9990", "99.9 %")]
    [InlineData("0.99", "99 %")]
    [InlineData("0.99995", "99.995 %")]
    public void An_objective_has_exactly_its_own_digits(string objective, string written) =>
        Assert.Equal(written, Spaced(Numbers.Objective(Parse(objective))));

    [Theory]
    [InlineData("0.056", "5.6 %")]
    [InlineData("0.44", "44 %")]
    [InlineData("1", "100 %")]
    [InlineData("-0.38", "−38 %")]
    [InlineData("0", "0 %")]
    [InlineData("0.0002", "<0.1 %")]
    [InlineData("-0.0002", "over by <0.1 %")]
    public void A_budget_is_finer_when_little_is_left(string left, string written) =>
        Assert.Equal(written, Spaced(Numbers.BudgetLeft(Parse(left))));

    [Theory]
    [InlineData("14.4", "14.4×")]
    [InlineData("6.0", "6×")]
    [InlineData("0.05", "0.05×")]
    [InlineData("151.3", "151×")]
    public void A_burn_rate_carries_its_sign(string rate, string written) =>
        Assert.Equal(written, Numbers.Burn(Parse(rate)));

    [Theory]
    [InlineData("38869", "38,869")]
    [InlineData("41180000", "41.18 million")]
    [InlineData("-1200000000", "−1.2 billion")]
    public void Counts_are_exact_until_a_million(string count, string written) =>
        Assert.Equal(written, Spaced(Numbers.Count(Parse(count))));

    [Theory]
    [InlineData(168, "2 min 48 s")]
    [InlineData(2592, "43 min 12 s")]
    [InlineData(480, "8 min")]
    [InlineData(277_200 + 59, "3 d 5 h")]
    [InlineData(86_400 + 120, "1 d")]
    [InlineData(-62 * 60, "−1 h 2 min")]
    [InlineData(0, "0 s")]
    public void A_duration_has_its_two_largest_units(int seconds, string written) =>
        Assert.Equal(written, Spaced(Numbers.Duration(Duration.FromSeconds(seconds))));

    [Fact]
    public void Less_than_a_second_is_written_in_milliseconds() =>
        Assert.Equal("40 ms", Spaced(Numbers.Duration(Duration.FromMilliseconds(40))));

    [Fact]
    public void Unknown_is_a_dash_and_never_zero() =>
        Assert.All(
            [
                Numbers.Percent(null),
                Numbers.Sli(null, 0.999m),
                Numbers.BudgetLeft(null),
                Numbers.Burn(null),
                Numbers.Count(null),
                Numbers.Duration(null),
                Numbers.Value(null, ChartUnit.Bytes),
            ],
            written => Assert.Equal("–", written)
        );

    [Theory]
    [InlineData("0.05", ChartUnit.Percent, "5.0 %")]
    [InlineData("0.147", ChartUnit.Percent, "15 %")]
    [InlineData("0.3", ChartUnit.Seconds, "300 ms")]
    [InlineData("1536", ChartUnit.Bytes, "1.5 KiB")]
    [InlineData("-2.5", ChartUnit.Number, "−2.5")]
    public void A_measured_value_carries_its_unit(string value, ChartUnit unit, string written) =>
        Assert.Equal(written, Spaced(Numbers.Value(Parse(value), unit)));

    /// <summary>Every space written is a no-break one; here they are made plain, to be read.</summary>
    private static string Spaced(string written)
    {
        Assert.DoesNotContain(' ', written);
        return written.Replace(Numbers.NoBreakSpace, ' ');
    }

    private static decimal Parse(string number) => decimal.Parse(number, CultureInfo.InvariantCulture);
}
