using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Ways to be told of a burning budget that are known in the field, each for any window: to be compared over the same
/// history. Alerts that could never fire at an objective are left out of a set.
/// </summary>
public static class AlertSets
{
    /// <summary>Pyrra's factors, and its windows as parts of the SLO's, rounded to minutes.</summary>
    private static readonly (
        string Name,
        decimal Factor,
        int Long,
        int Short,
        BudgetAlertSeverity Severity
    )[] PyrraTiers =
    [
        ("burn-14x", 14, 672, 8_064, BudgetAlertSeverity.Page),
        ("burn-7x", 7, 112, 1_344, BudgetAlertSeverity.Page),
        ("burn-2x", 2, 28, 336, BudgetAlertSeverity.Ticket),
        ("burn-1x", 1, 7, 112, BudgetAlertSeverity.Ticket),
    ];

    private static readonly (string Name, decimal Share)[] RemainingShares =
    [
        ("half-left", 0.5m),
        ("quarter-left", 0.25m),
        ("nothing-left", 0m),
    ];

    /// <summary>The sets for a window, the portal's own presets first.</summary>
    public static IReadOnlyList<AlertSet> For(SloWindow window, Objective objective, SliceGrid grid)
    {
        var presets = BurnRatePresets.For(window, objective, grid);
        return
        [
            new("presets", "Burn rate", "SRE workbook: a long and a short window", presets),
            new(
                "absolute",
                "Absolute budget",
                "The same shares, counted in failures: for low traffic",
                Absolute(presets)
            ),
            new("pyrra", "Pyrra", "Burn rates of 14, 7, 2 and 1", Usable(Pyrra(window), window, objective, grid)),
            new("remaining", "Budget remaining", "Half, a quarter and nothing left", Remaining()),
        ];
    }

    /// <summary>Pyrra's tiers for a window; some may be unusable for an SLO, see <see cref="BurnRateLimits"/>.</summary>
    public static IReadOnlyList<BurnRateAlert> Pyrra(SloWindow window) =>
        [
            .. PyrraTiers.Select(tier =>
                BurnRateAlert.OfFactor(
                    tier.Name,
                    tier.Factor,
                    window.NominalLength,
                    Part(window, tier.Long),
                    Part(window, tier.Short),
                    tier.Severity
                )
            ),
        ];

    private static IReadOnlyList<BudgetAlert> Absolute(IReadOnlyList<BurnRateAlert> presets) =>
        [
            .. presets.Select(preset => new AbsoluteBudgetAlert(
                $"{preset.Name.Replace("-burn", "", StringComparison.Ordinal)}-spend",
                preset.BudgetShare,
                preset.LongWindow,
                preset.Severity
            )),
        ];

    private static IReadOnlyList<BudgetAlert> Remaining() =>
        [
            .. RemainingShares.Select(left => new BudgetRemainingAlert(
                left.Name,
                left.Share,
                left.Share == 0 ? BudgetAlertSeverity.Page : BudgetAlertSeverity.Ticket
            )),
        ];

    private static IReadOnlyList<BudgetAlert> Usable(
        IEnumerable<BudgetAlert> alerts,
        SloWindow window,
        Objective objective,
        SliceGrid grid
    ) => [.. alerts.Where(alert => BurnRateLimits.Refusal(alert, objective, window, grid) is null)];

    // Of 28 days: 1 h and 5 min, 6 h and 30 min, 1 d and 2 h, 4 d and 6 h. A minute at least, for the shortest windows.
    private static Duration Part(SloWindow window, int part) =>
        Duration.FromMinutes(
            Math.Max(1, (long)Math.Round(window.NominalLength.TotalMinutes / part, MidpointRounding.AwayFromZero))
        );
}

/// <summary>Some alerts that belong together.</summary>
/// <param name="Key">Short and stable.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Note">What it is, in a phrase.</param>
/// <param name="Alerts">Fastest first.</param>
public sealed record AlertSet(string Key, string Title, string Note, IReadOnlyList<BudgetAlert> Alerts);

/// <summary>What a set of alerts would have sent over a history.</summary>
/// <param name="Set">The alerts.</param>
/// <param name="Pages">How often somebody would have been woken: alerts without a pause between them page once.</param>
/// <param name="Tickets">How many tickets would have been opened.</param>
/// <param name="Found">Of the breaches, those before which something was sent, within the day before at the earliest.</param>
/// <param name="Breaches">How often the budget was gone.</param>
public sealed record AlertSetOutcome(AlertSet Set, int Pages, int Tickets, int Found, int Breaches)
{
    private static readonly Duration Recently = Duration.FromDays(1);

    /// <param name="set">The alerts.</param>
    /// <param name="fired">What they would have sent, oldest first.</param>
    /// <param name="breaches">When the budget was gone.</param>
    public static AlertSetOutcome Of(
        AlertSet set,
        IReadOnlyList<FiredPeriod> fired,
        IReadOnlyList<Interval> breaches
    ) =>
        new(
            set,
            SloRehearsal.PagesOf(fired).Count,
            fired.Count(period => period.Alert.Severity == BudgetAlertSeverity.Ticket),
            breaches.Count(breach =>
                fired.Any(period =>
                    period.Start <= breach.Start && (period.End is null || period.End >= breach.Start - Recently)
                )
            ),
            breaches.Count
        );
}
