using Portal.Domain.Alerting;

namespace Portal.Domain.Tests.Alerting;

public sealed class ThresholdConditionTests
{
    [Theory]
    [InlineData(">", false, false, true)]
    [InlineData(">=", false, true, true)]
    [InlineData("<", true, false, false)]
    [InlineData("<=", true, true, false)]
    [InlineData("==", false, true, false)]
    [InlineData("!=", true, false, true)]
    public void A_value_below_at_or_above_the_threshold_meets_it_or_not(string symbol, bool below, bool at, bool above)
    {
        var condition = new ThresholdCondition(ComparisonSymbol.Parse(symbol)!.Value, 5);

        Assert.Equal((below, at, above), (condition.IsMetBy(4), condition.IsMetBy(5), condition.IsMetBy(6)));
        Assert.False(condition.IsMetBy(double.NaN));
        Assert.Equal(symbol, condition.Operator.Symbol());
    }

    [Fact]
    public void Between_recovery_and_threshold_it_is_held_and_not_met()
    {
        var above = new ThresholdCondition(Comparison.Above, 5, Recovery: 4);
        var below = new ThresholdCondition(Comparison.Below, 5, Recovery: 6);

        Assert.Equal((false, true), (above.IsMetBy(4.5), above.IsHeldBy(4.5)));
        Assert.Equal((false, true), (below.IsMetBy(5.5), below.IsHeldBy(5.5)));
        Assert.False(above.IsHeldBy(4));
        Assert.False(below.IsHeldBy(6));
        Assert.False(above.IsHeldBy(double.NaN));
    }

    [Fact]
    public void An_unknown_symbol_is_none() => Assert.Null(ComparisonSymbol.Parse("=>"));
}
