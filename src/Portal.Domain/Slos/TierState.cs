using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>One alert of an SLO after a judgement, among the others.</summary>
/// <param name="Judged">The tier, and what the sums say now.</param>
/// <param name="IsFiring">Whether it fires: by the decision, or still, because nothing can be said.</param>
/// <param name="IsHeldBack">It fires, and a faster tier that fires already says so.</param>
public sealed record TierState(JudgedAlert Judged, bool IsFiring, bool IsHeldBack)
{
    public BudgetAlert Alert => Judged.Alert;

    public BudgetAlertDecision Decision => Judged.Decision;

    /// <inheritdoc cref="JudgedAlert.Value"/>
    public decimal? Value => Judged.Value;

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
        foreach (var next in judged.OrderBy(tier => Order(tier.Alert)))
        {
            var isFiring = IsFiringNext(firing.Contains(next.Alert.Name, StringComparer.Ordinal), next.Decision);
            var isHeldBack = isFiring && tiers.Exists(tier => tier.IsFiring && tier.Alert.Covers(next.Alert));
            tiers.Add(new TierState(next, isFiring, isHeldBack));
        }

        return tiers;
    }

    // Those that look at the whole window come last, the least that may remain first.
    private static (Duration LookBack, decimal Share) Order(BudgetAlert alert) =>
        alert.LookBack is { } lookBack ? (lookBack, 0) : (Duration.MaxValue, alert.BudgetShare);

    private static bool IsFiringNext(bool wasFiring, BudgetAlertDecision decision) =>
        decision switch
        {
            BudgetAlertDecision.Fires => true,
            BudgetAlertDecision.Quiet => false,
            BudgetAlertDecision.Unknown or BudgetAlertDecision.NoTraffic or BudgetAlertDecision.Near => wasFiring,
        };
}

/// <summary>An alert and what the sums say about it.</summary>
public readonly record struct JudgedAlert(BudgetAlert Alert, BudgetAlertDecision Decision)
{
    private (Slo Slo, IAlertSums Sums)? From { get; init; }

    /// <summary>
    /// The number that it compares, by <see cref="BudgetAlert.Measure"/>; null where that is not known. Computed when
    /// somebody asks: most alerts are quiet, and nobody does.
    /// </summary>
    public decimal? Value => From is { } from ? Alert.Measure(from.Slo, from.Sums) : null;

    public static JudgedAlert Of(Slo slo, BudgetAlert alert, IAlertSums sums) =>
        new(alert, alert.Decide(slo, sums)) { From = (slo, sums) };
}
