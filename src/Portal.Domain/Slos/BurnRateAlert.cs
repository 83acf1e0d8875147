using NodaTime;
using Portal.Domain.Alerting;

namespace Portal.Domain.Slos;

/// <summary>
/// One tier of multi-window burn-rate alerting: it fires while the budget burns faster than its factor over both a
/// long window (enough is lost to matter) and a short one (it is still going on). There is no "for": any dip would
/// start it again, and the long window already waits.
/// </summary>
public sealed record BurnRateAlert
{
    // A share such as 1/28 is cut at 28 digits; its product with the window's seconds is whole again at 15.
    private const int SpentDecimals = 15;

    /// <param name="name">Unique within the SLO.</param>
    /// <param name="budgetShare">Share of the window's budget that is lost, at constant traffic, when it fires: 0.02.</param>
    /// <param name="longWindow">The long window.</param>
    /// <param name="shortWindow">The short window; a twelfth of the long one where null.</param>
    /// <param name="severity">Whether it wakes somebody.</param>
    /// <exception cref="DomainException">A share outside ]0, 1], or windows that are not whole seconds in order.</exception>
    public BurnRateAlert(
        string name,
        decimal budgetShare,
        Duration longWindow,
        Duration? shortWindow = null,
        BurnRateSeverity severity = BurnRateSeverity.Page
    )
    {
        Name = string.IsNullOrWhiteSpace(name) ? throw new DomainException("A burn-rate alert needs a name.") : name;
        BudgetShare = budgetShare is > 0 and <= 1
            ? budgetShare
            : throw new DomainException($"'{name}': the share of the budget is above 0 and at most 1; 0.02 means 2 %.");
        LongWindow = longWindow;
        ShortWindow = shortWindow ?? Duration.FromSeconds((long)longWindow.TotalSeconds / 12);
        Severity = severity;
        if (
            ShortWindow <= Duration.Zero
            || ShortWindow > LongWindow
            || !IsWholeSeconds(ShortWindow)
            || !IsWholeSeconds(LongWindow)
        )
        {
            throw new DomainException(
                $"'{name}': the windows are whole seconds, the short one no longer than the long one."
            );
        }
    }

    public string Name { get; }

    public decimal BudgetShare { get; }

    public Duration LongWindow { get; }

    public Duration ShortWindow { get; }

    public BurnRateSeverity Severity { get; private init; }

    /// <summary>An alert by its factor, as OpenSLO writes it: the share follows as p = k · L / W.</summary>
    /// <inheritdoc cref="BurnRateAlert(string, decimal, Duration, Duration?, BurnRateSeverity)"/>
    public static BurnRateAlert OfFactor(
        string name,
        decimal factor,
        Duration window,
        Duration longWindow,
        Duration? shortWindow = null,
        BurnRateSeverity severity = BurnRateSeverity.Page
    ) => new(name, factor * Seconds.Of(longWindow) / Seconds.Of(window), longWindow, shortWindow, severity);

    public BurnRateAlert WithSeverity(BurnRateSeverity severity) => this with { Severity = severity };

    /// <summary>
    /// The burn rate k that it fires above. A burn of k over L spends k · L / W of the window's budget at constant
    /// traffic; set equal to the share p, that is k = p · W / L (SRE workbook, chapter 5).
    /// </summary>
    public decimal Factor(Duration window) => SpentSeconds(window) / Seconds.Of(LongWindow);

    /// <summary>
    /// Judges both windows. Strictly above: a burn of exactly the factor is quiet. Compared cross-multiplied:
    /// (bad / total) / B &gt; p · W / L becomes bad · L &gt; p · W · B · total.
    /// </summary>
    /// <param name="objective">The promise.</param>
    /// <param name="window">Length of the SLO's window; the real length of the current period for calendar windows.</param>
    /// <param name="longSums">Sums over <see cref="LongWindow"/> up to now.</param>
    /// <param name="shortSums">Sums over <see cref="ShortWindow"/> up to now.</param>
    /// <param name="minBad">With fewer bad events in the long window it is quiet, whatever the ratio.</param>
    public BurnRateDecision Decide(
        Objective objective,
        Duration window,
        SliceSums longSums,
        SliceSums shortSums,
        decimal minBad = 0
    )
    {
        if (!longSums.IsCovered || !shortSums.IsCovered)
        {
            return BurnRateDecision.Unknown;
        }

        var limit = SpentSeconds(window) * objective.Budget;
        if (IsCalm(longSums, limit) || IsCalm(shortSums, limit) || (longSums.HasTraffic && longSums.Bad < minBad))
        {
            return BurnRateDecision.Quiet;
        }

        return longSums.HasTraffic && shortSums.HasTraffic ? BurnRateDecision.Fires : BurnRateDecision.NoTraffic;
    }

    /// <summary>
    /// How long a failure of constant error ratio lasts before this fires, with a clean history and constant traffic;
    /// null where it never does. After t the long window's ratio is e · t / L, which exceeds k · B at t = k · B · L / e.
    /// </summary>
    public Duration? TimeToFire(Objective objective, Duration window, decimal errorRatio)
    {
        var limit = SpentSeconds(window) * objective.Budget;
        return errorRatio * Seconds.Of(LongWindow) > limit ? Seconds.ToDuration(limit / errorRatio) : null;
    }

    /// <summary>
    /// How long it goes on after a failure of that error ratio, at least as long as the short window, has ended;
    /// null where it never fired. The short window's ratio e · (S − t) / S falls to k · B at t = S − k · B · S / e.
    /// </summary>
    public Duration? TimeToReset(Objective objective, Duration window, decimal errorRatio)
    {
        var share = Factor(window) * objective.Budget / errorRatio;
        return share < 1 ? Seconds.ToDuration(Seconds.Of(ShortWindow) * (1 - share)) : null;
    }

    /// <summary>
    /// How many failures within the long window make it fire, at constant traffic: the least whole number above
    /// k · B · total of the long window, which is p · B · total of the whole window. What an editor shows for low traffic.
    /// </summary>
    public decimal FailuresToFire(Objective objective, decimal totalInWindow) =>
        Math.Floor(BudgetShare * objective.Budget * totalInWindow) + 1;

    // p · W: so many seconds' worth of the budget are lost when it fires.
    private decimal SpentSeconds(Duration window) => Math.Round(BudgetShare * Seconds.Of(window), SpentDecimals);

    private bool IsCalm(SliceSums sums, decimal limit) =>
        sums.HasTraffic && sums.Bad * Seconds.Of(LongWindow) <= limit * sums.Total;

    private static bool IsWholeSeconds(Duration length) =>
        length.BclCompatibleTicks % NodaConstants.TicksPerSecond == 0;
}

/// <summary>What a burn-rate alert asks of people.</summary>
public enum BurnRateSeverity
{
    /// <summary>Somebody must act now, at night too.</summary>
    Page,

    /// <summary>Somebody must act on the next working day.</summary>
    Ticket,
}

/// <summary>What the sums say about a burn-rate alert at one instant.</summary>
public enum BurnRateDecision
{
    /// <summary>Both windows burn faster than the factor.</summary>
    Fires,

    /// <summary>A window with traffic burns no faster than the factor, or too few events were bad: resolve.</summary>
    Quiet,

    /// <summary>Fewer than 9 of 10 slices of a window are measured: frozen, neither fire nor resolve.</summary>
    Unknown,

    /// <summary>
    /// A window has no events and the other does not say quiet: never fires, and does not resolve by itself, for an
    /// outage that keeps all users away looks the same.
    /// </summary>
    NoTraffic,
}

/// <summary>What an alert of that severity is to everybody else.</summary>
public static class BurnRateSeverities
{
    public static Severity ToSeverity(this BurnRateSeverity severity) =>
        severity switch
        {
            BurnRateSeverity.Page => Severity.Critical,
            BurnRateSeverity.Ticket => Severity.Warning,
        };
}
