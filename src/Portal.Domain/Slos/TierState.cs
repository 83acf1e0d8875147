namespace Portal.Domain.Slos;

/// <summary>One burn-rate alert of an SLO after a judgement, among the others.</summary>
/// <param name="Alert">The tier.</param>
/// <param name="Decision">What the sums say now.</param>
/// <param name="IsFiring">Whether it fires: by the decision, or still, because nothing can be said.</param>
/// <param name="IsHeldBack">It fires, and a faster tier that fires already says so.</param>
public sealed record TierState(BurnRateAlert Alert, BurnRateDecision Decision, bool IsFiring, bool IsHeldBack)
{
    /// <summary>It fires and people are told.</summary>
    public bool Notifies => IsFiring && !IsHeldBack;

    /// <summary>
    /// All tiers of one SLO, fastest first, from what each was and what the sums say. A decision that says nothing
    /// keeps what was. A firing tier holds back every slower one, except that a ticket never holds back a page.
    /// </summary>
    /// <param name="decisions">The decision of each tier.</param>
    /// <param name="firing">Names of the tiers that fired after the last judgement.</param>
    public static IReadOnlyList<TierState> Next(
        IEnumerable<(BurnRateAlert Alert, BurnRateDecision Decision)> decisions,
        IReadOnlyCollection<string> firing
    )
    {
        var tiers = new List<TierState>();
        foreach (var (alert, decision) in decisions.OrderBy(tier => tier.Alert.LongWindow))
        {
            var isFiring = IsFiringNext(firing.Contains(alert.Name, StringComparer.Ordinal), decision);
            tiers.Add(
                new TierState(alert, decision, isFiring, isFiring && tiers.Exists(tier => tier.HoldsBack(alert)))
            );
        }

        return tiers;
    }

    private static bool IsFiringNext(bool wasFiring, BurnRateDecision decision) =>
        decision switch
        {
            BurnRateDecision.Fires => true,
            BurnRateDecision.Quiet => false,
            BurnRateDecision.Unknown => wasFiring,
            BurnRateDecision.NoTraffic => wasFiring,
        };

    private bool HoldsBack(BurnRateAlert slower) =>
        IsFiring && Alert.LongWindow < slower.LongWindow && Alert.Severity <= slower.Severity;
}
