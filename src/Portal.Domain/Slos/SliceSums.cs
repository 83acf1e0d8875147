using System.Globalization;

namespace Portal.Domain.Slos;

/// <summary>
/// What a range of slices adds up to. Sums, never ratios: they add exactly, and every budget, SLI and burn rate is
/// arithmetic on them.
/// </summary>
/// <param name="Good">
/// Good events as they were counted. May exceed the total, or be negative where bad events are counted:
/// backends extrapolate. Kept raw; <see cref="Bad"/> is what budgets use.
/// </param>
/// <param name="Total">All events.</param>
/// <param name="Measured">Slices that the backend answered for. A slice without events is measured.</param>
/// <param name="Expected">Slices that should have been measured.</param>
/// <param name="Excluded">Slices that a correction takes out: not measured, not expected, and no part of any budget.</param>
public readonly record struct SliceSums(decimal Good, decimal Total, int Measured, int Expected, int Excluded = 0)
{
    /// <summary>One slice that the backend gave no answer for: expected and not measured.</summary>
    public static readonly SliceSums Missing = new(0, 0, 0, 1);

    private const int CountDecimals = 9;

    // Beyond a thousandth it is not extrapolation: the two queries count different things.
    private const decimal Tolerance = 0.001m;

    /// <summary>
    /// Bad events for budgets: total − good, with good clamped to [0, total]. Clamped here, on the sum, and not in
    /// each slice: a request that is counted in the total of one slice and in the good of the next is not a failure.
    /// </summary>
    public decimal Bad => Total - Math.Clamp(Good, 0, Math.Max(Total, 0));

    /// <summary>Good over total, from 0 to 1; null where nothing happened.</summary>
    public decimal? Ratio => Total > 0 ? (Total - Bad) / Total : null;

    /// <summary>Measured over expected slices, from 0 to 1; 0 where none was expected yet.</summary>
    public decimal Coverage => Expected > 0 ? (decimal)Measured / Expected : 0;

    /// <summary>
    /// At least 9 of 10 slices were measured. Below that nothing is known: the SLO has no data and its alerts freeze.
    /// </summary>
    public bool IsCovered => Expected > 0 && Measured * 10L >= Expected * 9L;

    public bool HasTraffic => Total > 0;

    /// <summary>A sentence where the counts cannot be right; null where they can.</summary>
    public string? QualityNotice
    {
        get
        {
            if (Good > Total * (1 + Tolerance))
            {
                return Describe("more good events", Good);
            }

            return Good < -Total * Tolerance ? Describe("more bad events", Total - Good) : null;
        }
    }

    /// <summary>
    /// One measured slice. Backends answer in fractions of events; kept to nine decimals they add up exactly, in any
    /// order and over years, within the 28 digits of a decimal.
    /// </summary>
    public static SliceSums Of(decimal good, decimal total) =>
        new(Math.Round(good, CountDecimals), Math.Round(total, CountDecimals), 1, 1);

    public static SliceSums operator +(SliceSums a, SliceSums b) =>
        new(
            a.Good + b.Good,
            a.Total + b.Total,
            a.Measured + b.Measured,
            a.Expected + b.Expected,
            a.Excluded + b.Excluded
        );

    /// <summary>What remains of a longer range without a part of it: cumulative sums are subtracted.</summary>
    public static SliceSums operator -(SliceSums a, SliceSums b) =>
        new(
            a.Good - b.Good,
            a.Total - b.Total,
            a.Measured - b.Measured,
            a.Expected - b.Expected,
            a.Excluded - b.Excluded
        );

    private string Describe(string what, decimal count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"There are {what} ({count:0.###}) than events ({Total:0.###}): the two queries do not count the same events."
        );
}
