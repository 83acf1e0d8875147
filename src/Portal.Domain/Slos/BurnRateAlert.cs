using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// One tier of multi-window burn-rate alerting: it fires while the budget burns faster than its factor over both a
/// long window (enough is lost to matter) and a short one (it is still going on). There is no "for": any dip would
/// start it again, and the long window already waits.
/// </summary>
public sealed record BurnRateAlert : BudgetAlert
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
        BudgetAlertSeverity severity = BudgetAlertSeverity.Page
    )
        : base(name, AlertRanges.Share(name, budgetShare), severity)
    {
        LongWindow = longWindow;
        ShortWindow = shortWindow ?? Duration.FromSeconds((long)longWindow.TotalSeconds / 12);
        if (
            ShortWindow <= Duration.Zero
            || ShortWindow > LongWindow
            || !AlertRanges.IsWholeSeconds(ShortWindow)
            || !AlertRanges.IsWholeSeconds(LongWindow)
        )
        {
            throw new DomainException(
                $"'{name}': the windows are whole seconds, the short one no longer than the long one."
            );
        }
    }

    public Duration LongWindow { get; }

    public Duration ShortWindow { get; }

    public override Duration? LookBack => LongWindow;

    public override IReadOnlyList<Duration> LookBacks(SloWindow window) => [ShortWindow, LongWindow];

    /// <summary>An alert by its factor, as OpenSLO writes it: the share follows as p = k · L / W.</summary>
    /// <inheritdoc cref="BurnRateAlert(string, decimal, Duration, Duration?, BudgetAlertSeverity)"/>
    public static BurnRateAlert OfFactor(
        string name,
        decimal factor,
        Duration window,
        Duration longWindow,
        Duration? shortWindow = null,
        BudgetAlertSeverity severity = BudgetAlertSeverity.Page
    )
    {
        // No long window is shorter than a second: a factor above W spends more than all, and its product could overflow.
        var most = Seconds.Of(window) + 1;
        var share = Math.Clamp(factor, 0, most) * Seconds.Of(longWindow) / Seconds.Of(window);
        return new(name, share, longWindow, shortWindow, severity);
    }

    public BurnRateAlert WithSeverity(BudgetAlertSeverity severity) => this with { Severity = severity };

    /// <summary>
    /// The burn rate k that it fires above. A burn of k over L spends k · L / W of the window's budget at constant
    /// traffic; set equal to the share p, that is k = p · W / L (SRE workbook, chapter 5).
    /// </summary>
    public decimal Factor(Duration window) => SpentSeconds(window) / Seconds.Of(LongWindow);

    public override BudgetAlertDecision Decide(Slo slo, IAlertSums sums) =>
        Decide(
            slo.Objective,
            sums.Period.Duration,
            slo.Budgeting.ForBurn(sums.Last(LongWindow)),
            slo.Budgeting.ForBurn(sums.Last(ShortWindow)),
            slo.MinBadEvents
        );

    /// <summary>The slower of the two burns: the one that decides. Null without events.</summary>
    public override decimal? Measure(Slo slo, IAlertSums sums) =>
        slo.BurnOver(LongWindow, sums.Last(LongWindow)).Rate is { } longBurn
        && slo.BurnOver(ShortWindow, sums.Last(ShortWindow)).Rate is { } shortBurn
            ? Math.Min(longBurn, shortBurn)
            : null;

    /// <summary>
    /// Judges both windows. Strictly above: a burn of exactly the factor is quiet. Compared cross-multiplied:
    /// (bad / total) / B &gt; p · W / L becomes bad · L &gt; p · W · B · total.
    /// </summary>
    /// <param name="objective">The promise.</param>
    /// <param name="window">Length of the SLO's window; the real length of the current period for calendar windows.</param>
    /// <param name="longSums">Sums over <see cref="LongWindow"/> up to now.</param>
    /// <param name="shortSums">Sums over <see cref="ShortWindow"/> up to now.</param>
    /// <param name="minBad">With fewer bad events in the long window it is quiet, whatever the ratio.</param>
    public BudgetAlertDecision Decide(
        Objective objective,
        Duration window,
        SliceSums longSums,
        SliceSums shortSums,
        decimal minBad = 0
    )
    {
        if (!longSums.IsCovered || !shortSums.IsCovered)
        {
            return BudgetAlertDecision.Unknown;
        }

        var limit = SpentSeconds(window) * objective.Budget;
        if (IsCalm(longSums, limit) || IsCalm(shortSums, limit) || (longSums.HasTraffic && longSums.Bad < minBad))
        {
            return BudgetAlertDecision.Quiet;
        }

        return longSums.HasTraffic && shortSums.HasTraffic ? BudgetAlertDecision.Fires : BudgetAlertDecision.NoTraffic;
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
    public override decimal FailuresToFire(Objective objective, decimal totalInWindow) =>
        Math.Floor(BudgetShare * objective.Budget * totalInWindow) + 1;

    // p · W: so many seconds' worth of the budget are lost when it fires.
    private decimal SpentSeconds(Duration window) => Math.Round(BudgetShare * Seconds.Of(window), SpentDecimals);

    private bool IsCalm(SliceSums sums, decimal limit) =>
        sums.HasTraffic && sums.Bad * Seconds.Of(LongWindow) <= limit * sums.Total;
}
