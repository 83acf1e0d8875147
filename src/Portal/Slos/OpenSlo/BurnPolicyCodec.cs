using System.Text.Json.Nodes;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>
/// The burn-rate alerts: presets by name, or AlertPolicies written out. Without <c>alertPolicies</c> an SLO has all
/// presets of its window; an empty list means none.
/// </summary>
internal static class BurnPolicyCodec
{
    private const string Field = "alertPolicies";

    /// <returns>Null, with errors, where one cannot be used.</returns>
    public static IReadOnlyList<BurnRateAlert>? Read(ManifestNode spec, SloWindow? window, Promise? promise)
    {
        var before = spec.Errors.Count;
        var policies = spec.Either(Field);
        if (window is null || promise is null)
        {
            return null;
        }

        var presets = BurnRatePresets.For(window, promise.Objective, promise.Grid);
        if (!spec.Has(Field))
        {
            return presets;
        }

        var alerts = new List<BurnRateAlert?>();
        foreach (var (name, node) in policies)
        {
            alerts.Add(node is null ? Named(spec, Field, name!, presets) : Policy(node, window, presets));
        }

        return spec.Errors.Count > before ? null : [.. alerts.OfType<BurnRateAlert>()];
    }

    /// <returns>Null where the alerts are the presets of the window.</returns>
    public static JsonArray? Write(Slo slo)
    {
        var presets = BurnRatePresets.For(slo.Window, slo.Objective, slo.Grid);
        return slo.Alerts.SequenceEqual(presets)
            ? null
            :
            [
                .. slo.Alerts.Select(alert =>
                    presets.Contains(alert) ? (JsonNode)JsonValue.Create(alert.Name) : Policy(alert, slo.Window)
                ),
            ];
    }

    /// <summary>One that is no preset, written out.</summary>
    public static JsonObject Policy(BurnRateAlert alert, SloWindow window) =>
        new()
        {
            ["kind"] = "AlertPolicy",
            ["metadata"] = new JsonObject { ["name"] = alert.Name },
            ["spec"] = new JsonObject { ["conditions"] = new JsonArray(BurnConditionCodec.Write(alert, window)) },
        };

    private static BurnRateAlert? Named(
        ManifestNode node,
        string field,
        string name,
        IReadOnlyList<BurnRateAlert> presets
    )
    {
        var preset = presets.FirstOrDefault(one => one.Name == name);
        if (preset is null)
        {
            var known = presets.Count > 0 ? string.Join(", ", presets.Select(one => one.Name)) : "none";
            node.Refuse(
                field,
                $"There is no alert policy {name} for this window and objective. Presets: {known}. Or write the AlertPolicy out here."
            );
        }

        return preset;
    }

    private static BurnRateAlert? Policy(ManifestNode node, SloWindow window, IReadOnlyList<BurnRateAlert> presets)
    {
        var before = node.Errors.Count;
        if (node.Text("alertPolicyRef") is { } named)
        {
            node.Done();
            return Named(node, "alertPolicyRef", named, presets);
        }

        var name = BurnConditionCodec.Head(node, "AlertPolicy");
        BurnRateAlert? alert = null;
        if (node.Child("spec") is { } spec)
        {
            SkipRouting(spec);
            var conditions = spec.Items("conditions");
            if (conditions.Count == 1)
            {
                alert = BurnConditionCodec.Read(conditions[0], name, window);
            }
            else
            {
                spec.Refuse("conditions", "An alert policy has exactly one condition.");
            }

            spec.Done();
        }
        else
        {
            node.Refuse("spec", "spec is missing: { conditions: [ … ] }.");
        }

        node.Done();
        return node.Errors.Count > before ? null : alert;
    }

    /// <summary>Who is told, and of what, is said by the service and its escalation policy; never silently dropped elsewhere.</summary>
    private static void SkipRouting(ManifestNode spec)
    {
        spec.Text("description");
        spec.Switch("alertWhenBreaching");
        spec.Switch("alertWhenResolved");
        spec.Switch("alertWhenNoData");
        if (spec.Either("notificationTargets").Count > 0)
        {
            spec.Refuse(
                "notificationTargets",
                "Leave notificationTargets out: the service's escalation policy and the routes say who is told."
            );
        }
    }
}
