using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>One alert of an SLO after a judgement, among the others.</summary>
/// <param name="Alert">The tier.</param>
/// <param name="Decision">What the sums say now.</param>
/// <param name="IsFiring">Whether it fires: by the decision, or still, because nothing can be said.</param>
/// <param name="IsHeldBack">It fires, and a faster tier that fires already says so.</param>
/// <param name="Value">What it compares, by <see cref="BudgetAlert.Measure"/>; null where that is not known.</param>
public sealed record TierState(
    BudgetAlert Alert,
    BurnRateDecision Decision,
    bool IsFiring,
    bool IsHeldBack,
    decimal? Value = null
)
{
    /// <summary>It fires and people are told.</summary>
    public bool Notifies => IsFiring && !IsHeldBack;

    /// <summary>
    /// All tiers of one SLO, fastest first, from what each was and what the sums say. A decision that says nothing
    /// keeps what was. A firing tier holds back those that it covers.
    /// </summary>
    /// <param name="judged">The decision of each tier.</param>
    /// <param name="firing">Names of the tiers that fired after the last judgement.</param>
    public static IReadOnlyList<TierState> Next(IEnumerable<JudgedAlert> judged, IReadOnlyCollection<string> firing)
    {
        var tiers = new List<TierState>();
        foreach (var (alert, decision, value) in judged.OrderBy(tier => Order(tier.Alert)))
        {
            var isFiring = IsFiringNext(firing.Contains(alert.Name, StringComparer.Ordinal), decision);
            var isHeldBack = isFiring && tiers.Exists(tier => tier.IsFiring && tier.Alert.Covers(alert));
            tiers.Add(new TierState(alert, decision, isFiring, isHeldBack, value));
        }

        return tiers;
    }

    // Those that look at the whole window come last, the least that may remain first.
    private static (Duration LookBack, decimal Share) Order(BudgetAlert alert) =>
        alert.LookBack is { } lookBack ? (lookBack, 0) : (Duration.MaxValue, alert.BudgetShare);

    private static bool IsFiringNext(bool wasFiring, BurnRateDecision decision) =>
        decision switch
        {
            BurnRateDecision.Fires => true,
            BurnRateDecision.Quiet => false,
            BurnRateDecision.Unknown or BurnRateDecision.NoTraffic or BurnRateDecision.Near => wasFiring,
        };
}

/// <summary>An alert, what the sums say about it, and the number that it compares.</summary>
public readonly record struct JudgedAlert(BudgetAlert Alert, BurnRateDecision Decision, decimal? Value = null)
{
    public static JudgedAlert Of(Slo slo, BudgetAlert alert, IAlertSums sums) =>
        new(alert, alert.Decide(slo, sums), alert.Measure(slo, sums));
}
