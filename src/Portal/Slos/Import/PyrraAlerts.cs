using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.Import;

/// <summary>
/// The alerts that Pyrra makes: burn rates of 14, 7, 2 and 1 over windows that are parts of the SLO's, rounded to minutes.
/// Pyrra lets each wait a while (<c>for</c>); the portal does not, for the long window has waited already.
/// </summary>
internal static class PyrraAlerts
{
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
        foreach (var alert in AlertSets.Pyrra(window))
        {
            if (BurnRateLimits.Refusal(alert, objective, window, SliceGrid.Default) is { } refusal)
            {
                node.Warn("target", $"The alert {alert.Name} is left out. {refusal}");
            }
            else
            {
                alerts.Add(alert);
            }
        }

        return alerts;
    }
}
