namespace Portal.Domain.Slos;

/// <summary>
/// Between which shares the true reliability lies with a certainty of 95 %, were the events a sample of it: with ten
/// requests and one failure "90 %" says little. Wilson's score interval (Wilson 1927), which stays within 0 and 1 and
/// holds for few events and for none bad.
/// </summary>
/// <param name="Low">From 0 to 1.</param>
/// <param name="High">From 0 to 1.</param>
public sealed record SliInterval(decimal Low, decimal High)
{
    // The 97.5 % quantile of the normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>
    /// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Null where nothing happened, or where the unit is no event.
    /// </summary>
    /// <param name="bad">Bad events.</param>
    /// <param name="total">All events.</param>
    public static SliInterval? Of(decimal bad, decimal total)
    {
        if (total <= 0 || bad < 0 || bad > total)
        {
            return null;
        }

        var n = (double)total;
        var p = (double)((total - bad) / total);
        var middle = p + Z * Z / (2 * n);
        var reach = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        var scale = 1 + Z * Z / n;
        return new(Clamped((middle - reach) / scale), Clamped((middle + reach) / scale));
    }

    private static decimal Clamped(double share) => Math.Round((decimal)Math.Clamp(share, 0, 1), 12);
}
