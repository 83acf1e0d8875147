using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>The one condition of a burn-rate policy: how fast, over how long, and whether it wakes somebody.</summary>
internal static class BurnConditionCodec
{
    private static readonly string[] Needed = ["threshold", "lookbackWindow"];

    public static BurnRateAlert? Read(ManifestNode node, string? policy, SloWindow window)
    {
        var name = Head(node, "AlertCondition");
        if (node.Child("spec") is not { } spec)
        {
            node.Refuse("spec", "spec is missing: { severity: page, condition: { kind: burnrate, … } }.");
            return null;
        }

        var alert = ReadSpec(spec, policy ?? name ?? "", window);
        node.Done();
        return alert;
    }

    /// <param name="name">What the alert is called: OpenSLO has one condition for a policy, and the policy's name is its.</param>
    public static BurnRateAlert? ReadSpec(ManifestNode spec, string name, SloWindow window)
    {
        Unkept.Description(spec);
        var severity = Severity(spec);
        var alert = spec.Child("condition") is { } condition ? BurnRate(condition, name, severity, window) : null;
        if (!spec.Has("condition"))
        {
            spec.Refuse("condition", "condition is missing: { kind: burnrate, threshold: 14.4, lookbackWindow: 1h }.");
        }

        spec.Done();
        return alert;
    }

    private static BurnRateSeverity Severity(ManifestNode spec)
    {
        var text = spec.Required("severity", "page wakes somebody, ticket waits for the next working day.");
        switch (text.ToLowerInvariant())
        {
            case "page" or "critical":
                return BurnRateSeverity.Page;
            case "" or "ticket" or "warning":
                return BurnRateSeverity.Ticket;
            default:
                spec.Refuse("severity", $"{text} is not understood. Use page or ticket.");
                return BurnRateSeverity.Ticket;
        }
    }

    private static BurnRateAlert? BurnRate(ManifestNode node, string name, BurnRateSeverity severity, SloWindow window)
    {
        var before = node.Errors.Count;
        RefuseOthers(node);
        var factor = node.Number("threshold");
        var longWindow = node.Duration("lookbackWindow");
        var shortWindow = node.Duration("alertAfter");
        foreach (var field in Needed.Where(field => !node.Has(field)))
        {
            node.Refuse(field, $"{field} is missing: write {{ threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m }}.");
        }

        node.Done();
        if (node.Errors.Count > before || factor is null || longWindow is not { } length)
        {
            return null;
        }

        try
        {
            // OpenSLO's alertAfter asks that it is still going on: that is what the short window does.
            return BurnRateAlert.OfFactor(
                name,
                factor.Value,
                window.NominalLength,
                length,
                shortWindow is { } after && after > NodaTime.Duration.Zero ? after : null,
                severity
            );
        }
        catch (DomainException refusal)
        {
            node.Refuse("threshold", refusal.Message);
            return null;
        }
    }

    private static void RefuseOthers(ManifestNode node)
    {
        if (node.Text("kind") is { } kind && !kind.Equals("burnrate", StringComparison.OrdinalIgnoreCase))
        {
            node.Refuse("kind", $"{kind} is not understood. Use burnrate.");
        }

        if (node.Text("op") is { } op && op is not ("gt" or "gte"))
        {
            node.Refuse("op", $"{op} would fire while all is well. Use gt.");
        }
        else if (node.Text("op") == "gte")
        {
            node.Warn("op", "gte is taken as gt: a burn of exactly the threshold is quiet.");
        }
    }

    public static JsonObject Write(BurnRateAlert alert, SloWindow window) =>
        new()
        {
            ["kind"] = "AlertCondition",
            ["metadata"] = new JsonObject { ["name"] = alert.Name },
            ["spec"] = new JsonObject
            {
                ["severity"] = Words.Of(alert.Severity),
                ["condition"] = Condition(alert, window),
            },
        };

    /// <summary>The name, from the head that policies and conditions have.</summary>
    public static string? Head(ManifestNode node, string kind)
    {
        node.Text("apiVersion");
        if (node.Text("kind") is { } text && text != kind)
        {
            node.Refuse("kind", $"Write kind: {kind} here, not {text}.");
        }

        if (node.Child("metadata") is not { } metadata)
        {
            return null;
        }

        var name = metadata.Required("name", "what the alert is called.");
        Unkept.Metadata(metadata);
        metadata.Done();
        return name;
    }

    private static JsonObject Condition(BurnRateAlert alert, SloWindow window) =>
        new()
        {
            ["kind"] = "burnrate",
            ["op"] = "gt",
            ["threshold"] = Math.Round(alert.Factor(window.NominalLength), 9).Plain(),
            ["lookbackWindow"] = DurationText.Format(alert.LongWindow),
            ["alertAfter"] = DurationText.Format(alert.ShortWindow),
        };
}
