using NodaTime;
using Portal.Domain.Slos;
using Portal.Ui;

namespace Portal.Slos;

/// <summary>What the alerts of a budget are, compare and mean, in words.</summary>
internal static class AlertWords
{
    /// <summary>What the budget does: 2 % in 1 h; 25 % left.</summary>
    public static string Title(BudgetAlert alert) =>
        alert switch
        {
            BudgetRemainingAlert { BudgetShare: 0 } => "nothing left",
            BudgetRemainingAlert => $"{Share(alert)} left",
            BudgetDropAlert drop => $"drops {Share(drop)} in {Numbers.Duration(drop.LookBack)}",
            _ => $"{Share(alert)} in {Numbers.Duration(alert.LookBack)}",
        };

    /// <summary>How it is judged: 1 h and 5 min; 1 h against the whole window.</summary>
    public static string Windows(BudgetAlert alert) =>
        alert switch
        {
            BurnRateAlert burn => $"{Numbers.Duration(burn.LongWindow)} and {Numbers.Duration(burn.ShortWindow)}",
            AbsoluteBudgetAlert absolute => $"{Numbers.Duration(absolute.LookBack)}, whatever its traffic",
            BudgetDropAlert drop => $"Now and {Numbers.Duration(drop.LookBack)} ago",
            _ => "The whole window",
        };

    /// <summary>Its limit: 14.4×; 2 % spent; 25 % left.</summary>
    public static string Limit(BudgetAlert alert, Duration period) =>
        alert is BurnRateAlert burn ? Numbers.Burn(burn.Factor(period)) : Value(alert, alert.BudgetShare);

    /// <summary>What it measures, beside its limit.</summary>
    public static string Value(BudgetAlert alert, decimal? value) =>
        alert switch
        {
            BurnRateAlert => Numbers.Burn(value),
            BudgetRemainingAlert => value is null ? Numbers.Unknown : $"{Numbers.BudgetLeft(value)} left",
            _ => value is null ? Numbers.Unknown : $"{Numbers.Percent(value, Digits(value.Value))} spent",
        };

    /// <summary>What it is about, where people choose: an alert needs no more than a phrase there.</summary>
    public static string Kind(BudgetAlert alert) =>
        alert switch
        {
            BurnRateAlert => "burn rate",
            AbsoluteBudgetAlert => "absolute budget",
            BudgetDropAlert => "budget drop",
            _ => "budget remaining",
        };

    /// <summary>What has happened, after the name of the SLO: burns its error budget at 20× over 1 h and 5 min.</summary>
    public static string Fires(TierState tier) =>
        tier.Alert switch
        {
            BurnRateAlert => $"burns its error budget at {Numbers.Burn(tier.Value)} over {Windows(tier.Alert)}",
            AbsoluteBudgetAlert absolute =>
                $"spent {Numbers.Percent(tier.Value, Digits(tier.Value))} of its error budget within {Numbers.Duration(absolute.LookBack)}",
            BudgetDropAlert drop =>
                $"lost {Numbers.Percent(tier.Value, Digits(tier.Value))} of its error budget within {Numbers.Duration(drop.LookBack)}",
            _ => $"has {Numbers.BudgetLeft(tier.Value)} of its error budget left",
        };

    /// <summary>What no longer holds, after the name of the SLO.</summary>
    public static string Ends(TierState tier, Duration period) =>
        tier.Alert switch
        {
            BurnRateAlert => $"no longer burns above {Limit(tier.Alert, period)} over {Windows(tier.Alert)}",
            AbsoluteBudgetAlert absolute =>
                $"no longer spends {Share(absolute)} of its error budget within {Numbers.Duration(absolute.LookBack)}",
            BudgetDropAlert drop =>
                $"no longer loses {Share(drop)} of its error budget within {Numbers.Duration(drop.LookBack)}",
            _ => $"has {Numbers.BudgetLeft(tier.Value)} of its error budget left again",
        };

    /// <summary>What would clear it, as a sentence.</summary>
    public static string Clears(BudgetAlert alert, Duration period) =>
        alert switch
        {
            BurnRateAlert burn =>
                $"Ends when the burn over {Numbers.Duration(burn.ShortWindow)} or {Numbers.Duration(burn.LongWindow)} is no longer above {Limit(burn, period)}.",
            AbsoluteBudgetAlert absolute =>
                $"Ends when the failures of the last {Numbers.Duration(absolute.LookBack)} are less than {Share(absolute)} of the budget.",
            BudgetDropAlert drop =>
                $"Ends when the budget is lower than {Numbers.Duration(drop.LookBack)} before by less than {Share(drop)}.",
            _ =>
                $"Ends when more than {Numbers.Percent(alert.BudgetShare + BudgetRemainingAlert.Margin, Digits(alert.BudgetShare))} of the budget is left.",
        };

    private static string Share(BudgetAlert alert) => Numbers.Percent(alert.BudgetShare, Digits(alert.BudgetShare));

    private static int Digits(decimal? share) => share * 100 % 1 == 0 ? 0 : 1;
}
