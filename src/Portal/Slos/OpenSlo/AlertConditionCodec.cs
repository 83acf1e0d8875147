using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>
/// The one condition of an alert policy: what of the budget is compared, over how long, and whether it wakes somebody.
/// <c>burnrate</c> is OpenSLO's; the others are the portal's, with a share of the budget as threshold.
/// </summary>
internal static class AlertConditionCodec
{
    private const string Burnrate = "burnrate";
    private const string Absolute = "absoluteBudget";
    private const string Drop = "budgetDrop";
    private const string Remaining = "budgetRemaining";

    private static readonly string[] Needed = ["threshold", "lookbackWindow"];

    private static readonly Dictionary<string, string> Examples = new(StringComparer.OrdinalIgnoreCase)
    {
        [Burnrate] = "{ threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m }",
        [Absolute] = "{ kind: absoluteBudget, threshold: 0.02, lookbackWindow: 1h }",
        [Drop] = "{ kind: budgetDrop, threshold: 0.1, lookbackWindow: 6h }",
        [Remaining] = "{ kind: budgetRemaining, threshold: 0.25 }",
    };

    /// <summary>Of an alert, as manifests and the API write it.</summary>
    public static string KindOf(BudgetAlert alert) =>
        alert switch
        {
            BurnRateAlert => Burnrate,
            BudgetDropAlert => Drop,
            BudgetRemainingAlert => Remaining,
            _ => Absolute,
        };

    public static BudgetAlert? Read(ManifestNode node, string? policy, SloWindow window)
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
    public static BudgetAlert? ReadSpec(ManifestNode spec, string name, SloWindow window)
    {
        Unkept.Description(spec);
        var severity = Severity(spec);
        var alert = spec.Child("condition") is { } condition ? Condition(condition, name, severity, window) : null;
        if (!spec.Has("condition"))
        {
            spec.Refuse("condition", "condition is missing: { kind: burnrate, threshold: 14.4, lookbackWindow: 1h }.");
        }

        spec.Done();
        return alert;
    }

    private static BudgetAlertSeverity Severity(ManifestNode spec)
    {
        var text = spec.Required("severity", "page wakes somebody, ticket waits for the next working day.");
        switch (text.ToLowerInvariant())
        {
            case "sev1" or "p1":
                spec.Warn("severity", $"{text} is taken as page, which wakes somebody.");
                return BudgetAlertSeverity.Page;
            case ['s', 'e', 'v', >= '2' and <= '5'] or ['p', >= '2' and <= '5']:
                spec.Warn("severity", $"{text} is taken as ticket, which waits for the next working day.");
                return BudgetAlertSeverity.Ticket;
            case "page" or "critical":
                return BudgetAlertSeverity.Page;
            case "" or "ticket" or "warning":
                return BudgetAlertSeverity.Ticket;
            default:
                spec.Refuse("severity", $"{text} is not understood. Use page or ticket.");
                return BudgetAlertSeverity.Ticket;
        }
    }

    private static BudgetAlert? Condition(
        ManifestNode node,
        string name,
        BudgetAlertSeverity severity,
        SloWindow window
    )
    {
        var before = node.Errors.Count;
        var kind = Kind(node);
        var threshold = node.Number("threshold");
        var lookBack = node.Duration("lookbackWindow");
        var after = node.Duration("alertAfter");
        RefuseGaps(node, kind);
        RefuseOthers(node, kind);
        node.Done();
        if (node.Errors.Count > before || threshold is not { } limit)
        {
            return null;
        }

        try
        {
            return kind switch
            {
                Absolute => new AbsoluteBudgetAlert(name, limit, lookBack!.Value, severity),
                Drop => new BudgetDropAlert(name, limit, lookBack!.Value, severity),
                Remaining => new BudgetRemainingAlert(name, limit, severity),
                // OpenSLO's alertAfter asks that it is still going on: that is what the short window does.
                _ => BurnRateAlert.OfFactor(
                    name,
                    limit,
                    window.NominalLength,
                    lookBack!.Value,
                    after > NodaTime.Duration.Zero ? after : null,
                    severity
                ),
            };
        }
        catch (DomainException refusal)
        {
            node.Refuse("threshold", refusal.Message);
            return null;
        }
    }

    private static string Kind(ManifestNode node)
    {
        if (node.Text("kind") is not { } text)
        {
            return Burnrate;
        }

        var kind = Examples.Keys.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (kind is null)
        {
            node.Refuse("kind", $"{text} is not understood. Use {string.Join(", ", Examples.Keys)}.");
        }

        return kind ?? Burnrate;
    }

    private static void RefuseGaps(ManifestNode node, string kind)
    {
        foreach (var field in Needed.Where(field => !node.Has(field) && (kind != Remaining || field == Needed[0])))
        {
            node.Refuse(field, $"{field} is missing: write {Examples[kind]}.");
        }

        if (kind == Remaining && node.Has("lookbackWindow"))
        {
            node.Refuse(
                "lookbackWindow",
                "What remains is that of the whole window: leave lookbackWindow out, or use kind: budgetDrop."
            );
        }

        if (kind != Burnrate && node.Has("alertAfter"))
        {
            node.Refuse("alertAfter", $"alertAfter belongs to burnrate: leave it out with {kind}.");
        }
    }

    private static void RefuseOthers(ManifestNode node, string kind)
    {
        var (right, near) = kind switch
        {
            Remaining => ("lte", "lt"),
            Burnrate => ("gt", "gte"),
            _ => ("gte", "gt"),
        };
        if (node.Text("op") is { } op && op != right)
        {
            if (op == near)
            {
                node.Warn("op", $"{op} is taken as {right}, as this kind is always compared.");
            }
            else
            {
                node.Refuse("op", $"{op} would fire while all is well. Use {right}.");
            }
        }
    }

    public static JsonObject Write(BudgetAlert alert, SloWindow window) =>
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

    private static JsonObject Condition(BudgetAlert alert, SloWindow window) =>
        alert switch
        {
            BurnRateAlert burn => new()
            {
                ["kind"] = Burnrate,
                ["op"] = "gt",
                ["threshold"] = Math.Round(burn.Factor(window.NominalLength), 9).Plain(),
                ["lookbackWindow"] = DurationText.Format(burn.LongWindow),
                ["alertAfter"] = DurationText.Format(burn.ShortWindow),
            },
            BudgetRemainingAlert => new()
            {
                ["kind"] = Remaining,
                ["op"] = "lte",
                ["threshold"] = alert.BudgetShare.Plain(),
            },
            _ => new()
            {
                ["kind"] = KindOf(alert),
                ["op"] = "gte",
                ["threshold"] = alert.BudgetShare.Plain(),
                ["lookbackWindow"] = DurationText.Format(alert.LookBack!.Value),
            },
        };
}
