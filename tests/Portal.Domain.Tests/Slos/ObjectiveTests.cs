using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class ObjectiveTests
{
    [Fact]
    public void Three_nines_leave_exactly_a_thousandth() => Assert.Equal(0.001m, Objective.OfPercent(99.9m).Budget);

    [Theory]
    [InlineData("1", "no error budget")]
    [InlineData("100", "no error budget")]
    [InlineData("99.9", "0.999 means 99.9 %")]
    [InlineData("0", "above 0")]
    [InlineData("-0.5", "above 0")]
    [InlineData("101", "is above 1")]
    public void An_objective_that_promises_all_or_nothing_is_refused_with_the_reason(string fraction, string reason)
    {
        var value = decimal.Parse(fraction, System.Globalization.CultureInfo.InvariantCulture);

        var refusal = Assert.Throws<DomainException>(() => Objective.Of(value));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
