using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// The burn-rate alerts that an SLO has unless its owner chooses others. The tables for 7, 30 and 90 days are literal;
/// near them (within a tenth: months, quarters) the shares stay and the factors follow the window. Between them the
/// nearest table's factors stay and the shares follow, because the factor is what tells a failure from noise. Windows
/// shorter than a week keep the factors of the week and shrink its look-backs with the window.
/// </summary>
public static class BurnRatePresets
{
    private static readonly Tier[] SevenDays =
    [
        new("fast-burn", 0.10m, Hours(1), Hours(1) / 12, BudgetAlertSeverity.Page), // 10 % of the budget in 1 h: 16.8
        new("medium-burn", 0.20m, Hours(6), Hours(6) / 12, BudgetAlertSeverity.Page), // 20 % in 6 h: 5.6
        new("slow-burn", 0.40m, Hours(24), Hours(24) / 12, BudgetAlertSeverity.Ticket), // 40 % in 1 d: 2.8
    ];

    private static readonly Tier[] ThirtyDays =
    [
        new("fast-burn", 0.02m, Hours(1), Hours(1) / 12, BudgetAlertSeverity.Page), // 2 % of the budget in 1 h: 14.4
        new("medium-burn", 0.05m, Hours(6), Hours(6) / 12, BudgetAlertSeverity.Page), // 5 % in 6 h: 6
        new("slow-burn", 0.10m, Hours(24), Hours(24) / 12, BudgetAlertSeverity.Ticket), // 10 % in 1 d: 3
        new("creeping-burn", 0.10m, Hours(72), Hours(72) / 12, BudgetAlertSeverity.Ticket), // 10 % in 3 d: 1
    ];

    private static readonly Tier[] NinetyDays =
    [
        new("fast-burn", 0.01m, Hours(1), Hours(1) / 12, BudgetAlertSeverity.Page), // 1 % of the budget in 1 h: 21.6
        new("medium-burn", 0.03m, Hours(6), Hours(6) / 12, BudgetAlertSeverity.Page), // 3 % in 6 h: 10.8
        new("slow-burn", 0.05m, Hours(24), Hours(24) / 12, BudgetAlertSeverity.Ticket), // 5 % in 1 d: 4.5
    ];

    private static readonly decimal Week = Seconds.Of(Duration.FromDays(7));

    /// <summary>
    /// The presets for a window, fastest first, without those that could never fire at this objective or that the
    /// slices are too coarse for. The fastest that is left pages.
    /// </summary>
    public static IReadOnlyList<BurnRateAlert> For(SloWindow window, Objective objective, SliceGrid grid)
    {
        var seconds = Seconds.Of(window.NominalLength);
        var tiers = seconds < Week * 0.9m ? SevenDays.Select(tier => Shrink(tier, seconds, grid)) : Fit(seconds);
        var usable = tiers
            .Where(tier => tier.Share <= 1 && tier.ShortWindow * 2 <= tier.LongWindow)
            .Select(tier => tier.ToAlert())
            .Where(alert => BurnRateLimits.Refusal(alert, objective, window, grid) is null)
            .ToList();
        return [.. usable.Select((alert, i) => i == 0 ? alert.WithSeverity(BudgetAlertSeverity.Page) : alert)];
    }

    private static IEnumerable<Tier> Fit(decimal seconds)
    {
        var days = seconds / NodaConstants.SecondsPerDay;
        // The borders are the geometric means: 14 days is twice 7 and less than half of 30.
        var (table, own) = days switch
        {
            <= 14.5m => (SevenDays, 7),
            <= 52m => (ThirtyDays, 30),
            _ => (NinetyDays, 90),
        };
        var isNear = days >= own * 0.9m && days <= own * 1.1m;
        return isNear ? table : table.Select(tier => tier with { Share = tier.Share * own / days });
    }

    private static Tier Shrink(Tier tier, decimal seconds, SliceGrid grid)
    {
        var factor = tier.Share * Week / Seconds.Of(tier.LongWindow);
        var longWindow = RoundUp(Seconds.Of(tier.LongWindow) * seconds / Week, grid);
        var shortWindow = Duration.Max(RoundUp(Seconds.Of(longWindow) / 12, grid), grid.Slice * 2);
        return tier with
        {
            Share = factor * Seconds.Of(longWindow) / seconds,
            LongWindow = longWindow,
            ShortWindow = shortWindow,
        };
    }

    private static Duration RoundUp(decimal seconds, SliceGrid grid) =>
        grid.Slice * (long)Math.Ceiling(seconds / Seconds.Of(grid.Slice));

    private static Duration Hours(int hours) => Duration.FromHours(hours);

    private sealed record Tier(
        string Name,
        decimal Share,
        Duration LongWindow,
        Duration ShortWindow,
        BudgetAlertSeverity Severity
    )
    {
        public BurnRateAlert ToAlert() => new(Name, Share, LongWindow, ShortWindow, Severity);
    }
}
