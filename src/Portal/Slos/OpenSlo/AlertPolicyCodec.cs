using System.Text.Json.Nodes;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>
/// The alerts of a budget: presets by name, or AlertPolicies written out. Without <c>alertPolicies</c> an SLO has all
/// presets of its window; an empty list means none.
/// </summary>
internal static class AlertPolicyCodec
{
    private const string Field = "alertPolicies";

    /// <returns>Null, with errors, where one cannot be used.</returns>
    public static IReadOnlyList<BudgetAlert>? Read(ManifestNode spec, SloWindow? window, Promise? promise)
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

        var alerts = new List<BudgetAlert?>();
        foreach (var (name, node) in policies)
        {
            alerts.Add(node is null ? Named(spec, Field, name!, window, presets) : Policy(node, window, presets));
        }

        return spec.Errors.Count > before ? null : [.. alerts.OfType<BudgetAlert>()];
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
    public static JsonObject Policy(BudgetAlert alert, SloWindow window) =>
        new()
        {
            ["kind"] = "AlertPolicy",
            ["metadata"] = new JsonObject { ["name"] = alert.Name },
            ["spec"] = new JsonObject { ["conditions"] = new JsonArray(AlertConditionCodec.Write(alert, window)) },
        };

    /// <summary>A policy of the same file, or a preset.</summary>
    private static BudgetAlert? Named(
        ManifestNode node,
        string field,
        string name,
        SloWindow window,
        IReadOnlyList<BudgetAlert> presets
    )
    {
        if (node.File.Take(SloManifest.ApiVersion, OpenSloGuests.AlertPolicy, name) is { } document)
        {
            var alert = PolicySpec(document.Spec, name, window);
            if (alert is null)
            {
                node.Refuse(
                    field,
                    $"AlertPolicy {Shown.Short(name)} on line {document.Line} cannot be used: see what is told of it."
                );
            }

            return alert;
        }

        var preset = presets.FirstOrDefault(one => one.Name == name);
        if (preset is null)
        {
            var known = presets.Count > 0 ? string.Join(", ", presets.Select(one => one.Name)) : "none";
            node.Refuse(
                field,
                $"There is no alert policy {Shown.Short(name)} for this window and objective. Presets: {known}. Or put the AlertPolicy beside the SLO in the file, or write it out here."
            );
        }

        return preset;
    }

    private static BudgetAlert? Policy(ManifestNode node, SloWindow window, IReadOnlyList<BudgetAlert> presets)
    {
        var before = node.Errors.Count;
        if (node.Text("alertPolicyRef") is { } named)
        {
            node.Done();
            return Named(node, "alertPolicyRef", named, window, presets);
        }

        var name = AlertConditionCodec.Head(node, "AlertPolicy");
        BudgetAlert? alert = null;
        if (node.Child("spec") is { } spec)
        {
            alert = PolicySpec(spec, name, window);
        }
        else
        {
            node.Refuse("spec", "spec is missing: { conditions: [ … ] }.");
        }

        node.Done();
        return node.Errors.Count > before ? null : alert;
    }

    private static BudgetAlert? PolicySpec(ManifestNode spec, string? name, SloWindow window)
    {
        SkipRouting(spec);
        BudgetAlert? alert = null;
        if (spec.Either("conditions") is [var condition])
        {
            alert = condition.Node is { } node
                ? Condition(node, name, window)
                : Beside(spec, "conditions", condition.Text!, name, window);
        }
        else
        {
            spec.Refuse("conditions", "An alert policy has exactly one condition.");
        }

        spec.Done();
        return alert;
    }

    private static BudgetAlert? Condition(ManifestNode node, string? policy, SloWindow window)
    {
        if (node.Text("conditionRef") is not { } named)
        {
            return AlertConditionCodec.Read(node, policy, window);
        }

        node.Done();
        return Beside(node, "conditionRef", named, policy, window);
    }

    private static BudgetAlert? Beside(ManifestNode node, string field, string name, string? policy, SloWindow window)
    {
        if (node.File.Take(SloManifest.ApiVersion, OpenSloGuests.AlertCondition, name) is not { } document)
        {
            node.Refuse(
                field,
                $"There is no AlertCondition {Shown.Short(name)} in this file: put its document beside the policy, or write it out here."
            );
            return null;
        }

        var alert = AlertConditionCodec.ReadSpec(document.Spec, policy ?? name, window);
        if (alert is null)
        {
            node.Refuse(
                field,
                $"AlertCondition {Shown.Short(name)} on line {document.Line} cannot be used: see what is told of it."
            );
        }

        return alert;
    }

    /// <summary>Who is told, and of what, is said by the service and its escalation policy.</summary>
    private static void SkipRouting(ManifestNode spec)
    {
        Unkept.Description(spec);
        Tell(spec, "alertWhenBreaching", false, "A policy always alerts here; to have none, leave it out.");
        Tell(spec, "alertWhenResolved", false, "Whoever was told of an alert is always told of its end here.");
        Tell(
            spec,
            "alertWhenNoData",
            true,
            "An SLO without data freezes its alerts and says so on its page; add an AlertRule with onNoData: alert to be told."
        );
        spec.Drop(
            "notificationTargets",
            "notificationTargets are not used: the escalation policy of the service and the routes say who is told."
        );
    }

    private static void Tell(ManifestNode spec, string field, bool unlike, string message)
    {
        if (spec.Switch(field) == unlike)
        {
            spec.Warn(field, message);
        }
    }
}
