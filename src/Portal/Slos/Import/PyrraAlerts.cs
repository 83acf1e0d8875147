using NodaTime;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.Import;

/// <summary>
/// The alerts that Pyrra makes: burn rates of 14, 7, 2 and 1 over windows that are parts of the SLO's, rounded to minutes.
/// Pyrra lets each wait a while (<c>for</c>); the portal does not, for the long window has waited already.
/// </summary>
internal static class PyrraAlerts
{
    /// <summary>Of 28 days: 1 h and 5 min, 6 h and 30 min, 1 d and 2 h, 4 d and 6 h.</summary>
    private static readonly (string Name, decimal Factor, int Long, int Short, BurnRateSeverity Severity)[] Tiers =
    [
        ("burn-14x", 14, 672, 8_064, BurnRateSeverity.Page),
        ("burn-7x", 7, 112, 1_344, BurnRateSeverity.Page),
        ("burn-2x", 2, 28, 336, BurnRateSeverity.Ticket),
        ("burn-1x", 1, 7, 112, BurnRateSeverity.Ticket),
    ];

    /// <summary>Those that can fire; of another it is told why it cannot.</summary>
    public static IReadOnlyList<BurnRateAlert> Read(ManifestNode node, Objective objective, SloWindow window)
    {
        if (node.Child("alerting") is { } alerting)
        {
            var isDisabled = alerting.Switch("disabled") == true || alerting.Switch("burnrates") == false;
            alerting.Drop("name", "The name is not kept: alerts are called by their SLO.");
            alerting.Drop(
                "absent",
                "An SLO without data freezes its alerts and says so; add an AlertRule with onNoData: alert to be told."
            );
            alerting.TellRest();
            if (isDisabled)
            {
                return [];
            }
        }

        var alerts = new List<BurnRateAlert>();
        foreach (var tier in Tiers)
        {
            if (Alert(tier, objective, window, out var refusal) is { } alert)
            {
                alerts.Add(alert);
            }
            else
            {
                node.Warn("target", $"The alert {tier.Name} is left out. {refusal}");
            }
        }

        return alerts;
    }

    private static BurnRateAlert? Alert(
        (string Name, decimal Factor, int Long, int Short, BurnRateSeverity Severity) tier,
        Objective objective,
        SloWindow window,
        out string? refusal
    )
    {
        try
        {
            var alert = BurnRateAlert.OfFactor(
                tier.Name,
                tier.Factor,
                window.NominalLength,
                Minutes(window.NominalLength, tier.Long),
                Minutes(window.NominalLength, tier.Short),
                tier.Severity
            );
            refusal = BurnRateLimits.Refusal(alert, objective, window, SliceGrid.Default);
            return refusal is null ? alert : null;
        }
        catch (DomainException refused)
        {
            refusal = refused.Message;
            return null;
        }
    }

    private static Duration Minutes(Duration window, int part) =>
        Duration.FromMinutes((long)Math.Round(window.TotalMinutes / part, MidpointRounding.AwayFromZero));
}
