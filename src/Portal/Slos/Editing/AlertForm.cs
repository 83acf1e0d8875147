using System.Globalization;
using NodaTime;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Domain.Time;

namespace Portal.Slos.Editing;

/// <summary>An alert of one's own, as it is typed into the editor.</summary>
internal sealed class AlertForm
{
    public AlertKind Kind { get; set; } = AlertKind.AbsoluteBudget;

    /// <summary>Of the budget: spent, dropped or remaining.</summary>
    public decimal? Percent { get; set; } = 5;

    /// <summary>1h; not for what remains.</summary>
    public string LookBack { get; set; } = "1h";

    public BudgetAlertSeverity Severity { get; set; } = BudgetAlertSeverity.Ticket;

    public bool LooksBack => Kind != AlertKind.BudgetRemaining;

    /// <summary>What it says, before the percentage: Fires when … of the budget.</summary>
    public string PercentLabel =>
        Kind switch
        {
            AlertKind.BudgetRemaining => "No more is left than",
            AlertKind.BudgetDrop => "What is left falls by",
            _ => "It spends",
        };

    /// <summary>The alert, or what has to be mended.</summary>
    public (BudgetAlert? Alert, string? Problem) Read(SloWindow window, Objective objective, SliceGrid grid)
    {
        if (Percent is not { } percent)
        {
            return (null, "Give a percentage of the budget: 5.");
        }

        var lookBack = Duration.Zero;
        if (LooksBack && !DurationText.TryParse(LookBack, out lookBack))
        {
            return (null, $"'{LookBack}' is no length of time: write 1h, 30m or 3d.");
        }

        try
        {
            var alert = Alert(percent / 100, lookBack);
            return BurnRateLimits.Refusal(alert, objective, window, grid) is { } refusal
                ? (null, refusal)
                : (alert, null);
        }
        catch (DomainException refused)
        {
            return (null, refused.Message);
        }
    }

    private BudgetAlert Alert(decimal share, Duration lookBack)
    {
        var amount = (share * 100).ToString("0.##", CultureInfo.InvariantCulture).Replace('.', '-');
        return Kind switch
        {
            AlertKind.BurnRate => new BurnRateAlert($"burn-{amount}-in-{LookBack}", share, lookBack, null, Severity),
            AlertKind.AbsoluteBudget => new AbsoluteBudgetAlert(
                $"spent-{amount}-in-{LookBack}",
                share,
                lookBack,
                Severity
            ),
            AlertKind.BudgetDrop => new BudgetDropAlert($"drop-{amount}-in-{LookBack}", share, lookBack, Severity),
            AlertKind.BudgetRemaining => new BudgetRemainingAlert($"{amount}-left", share, Severity),
        };
    }
}

/// <summary>What an alert compares.</summary>
internal enum AlertKind
{
    BurnRate,
    AbsoluteBudget,
    BudgetDrop,
    BudgetRemaining,
}
