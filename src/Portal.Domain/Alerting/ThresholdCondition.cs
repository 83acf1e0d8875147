namespace Portal.Domain.Alerting;

/// <summary>When a value is bad: above, below, equal to or different from a threshold.</summary>
/// <param name="Operator">How the value is compared with the threshold: value, operator, threshold.</param>
/// <param name="Threshold">In the unit of the query.</param>
/// <param name="Recovery">
/// Hysteresis: once firing, the value has to pass this second line before the alert resolves, so a value that dances around the
/// threshold pages once. On the good side of the threshold; null is the threshold itself.
/// </param>
/// <remarks>
/// NaN is no value: it meets no condition, not even <c>!=</c>, and an evaluation treats it as a missing one. 0/0, the error rate
/// of a route without traffic, is NaN.
/// </remarks>
public sealed record ThresholdCondition(Comparison Operator, double Threshold, double? Recovery = null)
{
    /// <summary>Whether the value is bad enough to alert.</summary>
    public bool IsMetBy(double value) => Holds(value, Threshold);

    /// <summary>Whether the value is still too bad to resolve what is already firing.</summary>
    public bool IsHeldBy(double value) => Holds(value, Recovery ?? Threshold);

    private bool Holds(double value, double limit) =>
        !double.IsNaN(value)
        && Operator switch
        {
            Comparison.Above => value > limit,
            Comparison.AtLeast => value >= limit,
            Comparison.Below => value < limit,
            Comparison.AtMost => value <= limit,
            Comparison.Equal => value == limit,
            Comparison.NotEqual => value != limit,
        };
}

public enum Comparison
{
    /// <summary><c>&gt;</c></summary>
    Above,

    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>&lt;</c></summary>
    Below,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,
}

/// <summary>Comparisons as they are written in manifests and queries.</summary>
public static class ComparisonSymbol
{
    public static string Symbol(this Comparison comparison) =>
        comparison switch
        {
            Comparison.Above => ">",
            Comparison.AtLeast => ">=",
            Comparison.Below => "<",
            Comparison.AtMost => "<=",
            Comparison.Equal => "==",
            Comparison.NotEqual => "!=",
        };

    /// <summary>The comparison that a symbol stands for; null when it is none.</summary>
    public static Comparison? Parse(string symbol)
    {
        foreach (var comparison in Enum.GetValues<Comparison>())
        {
            if (comparison.Symbol() == symbol)
            {
                return comparison;
            }
        }

        return null;
    }
}
