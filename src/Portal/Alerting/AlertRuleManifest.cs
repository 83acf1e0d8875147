using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Catalog;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Labels;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Telemetry;

namespace Portal.Alerting;

internal static class AlertRuleManifest
{
    public const string Kind = "AlertRule";

    public static readonly ManifestKind Definition = ManifestKind.Of<AlertRule>(
        Kind,
        rank: 70,
        Read,
        Write,
        References,
        teamOf: (rule, definitions) => definitions.Find<Service>(rule.Service)?.Spec.Team,
        check: Check
    );

    private static AlertRule? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var rule = Draft(spec);
        if (spec.Errors.Count == before)
        {
            foreach (var finding in RuleFindings.Of(rule).Errors)
            {
                spec.Refuse(finding.Path, finding.Message);
            }
        }

        return spec.Errors.Count > before ? null : rule;
    }

    /// <summary>As much of a rule as can be read, for an editor's preview; what cannot is in the node's errors.</summary>
    public static AlertRule Draft(ManifestNode spec)
    {
        var condition = spec.Child("condition") is { } child ? Condition(child) : null;
        if (!spec.Has("condition"))
        {
            spec.Refuse("condition", "condition is missing: { operator: \">\", threshold: 0.05 }.");
        }

        var severity = spec.Word<Severity>("severity");
        if (!spec.Has("severity"))
        {
            spec.Refuse("severity", "severity is missing: use critical, high, warning or info.");
        }

        return new AlertRule
        {
            Service = spec.Required("service", "name the service that this rule watches."),
            Backend = spec.Required("backend", "name the backend to ask."),
            Query = spec.Required("query", "what to ask the backend."),
            Interval = spec.Duration("interval") ?? Duration.FromMinutes(1),
            Condition = condition ?? new ThresholdCondition(Comparison.Above, 0),
            For = spec.Duration("for") ?? Duration.Zero,
            KeepFiringFor = spec.Duration("keepFiringFor") ?? Duration.Zero,
            Severity = severity ?? Severity.Warning,
            OnNoData = spec.Word<OnNoData>("onNoData") ?? OnNoData.Ok,
            OnError = spec.Word<OnError>("onError") ?? OnError.Keep,
            Labels = LabelSet.From(spec.Map("labels")),
            Annotations = LabelSet.From(spec.Map("annotations")),
            Runbook = spec.Text("runbook"),
            Limit = spec.Whole("limit", 1, 10_000) ?? AlertRule.DefaultLimit,
            Paused = spec.Switch("paused") ?? false,
        };
    }

    private static ThresholdCondition? Condition(ManifestNode node)
    {
        var symbol = node.Text("operator") ?? ">";
        var comparison = ComparisonSymbol.Parse(symbol);
        if (comparison is null)
        {
            node.Refuse("operator", $"{symbol} is not known: use >, >=, <, <=, == or !=.");
        }

        var threshold = node.Number("threshold");
        if (!node.Has("threshold"))
        {
            node.Refuse("threshold", "threshold is missing: a number in the unit of the query.");
        }

        var recovery = node.Number("recovery");
        node.Done();
        return comparison is null || threshold is null
            ? null
            : new ThresholdCondition(
                comparison.Value,
                Nearest(threshold.Value),
                recovery is { } back ? Nearest(back) : null
            );
    }

    /// <summary>The cast may miss the nearest one, and what is written would be read back as another.</summary>
    private static double Nearest(decimal number) =>
        double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static IEnumerable<Reference> References(AlertRule rule)
    {
        yield return new("service", ServiceManifest.Kind, rule.Service);
        yield return new("backend", BackendManifest.Kind, rule.Backend);
        if (rule.Runbook is { } runbook && DefinitionName.IsValid(runbook))
        {
            yield return new("runbook", RunbookManifest.Kind, runbook);
        }
    }

    /// <summary>A rule that pages must reach somebody.</summary>
    private static IEnumerable<(string, string)> Check(AlertRule rule, IDefinitions definitions)
    {
        if (
            rule.Severity is Severity.Critical
            && definitions.Find<Service>(rule.Service) is { Spec.EscalationPolicy: null }
        )
        {
            yield return (
                "severity",
                $"A critical rule pages, but service {rule.Service} names no escalationPolicy: nobody would be woken. Give the service one first."
            );
        }
    }

    private static JsonObject Write(AlertRule rule)
    {
        var condition = new JsonObject
        {
            ["operator"] = rule.Condition.Operator.Symbol(),
            ["threshold"] = rule.Condition.Threshold,
        };
        if (rule.Condition.Recovery is { } recovery)
        {
            condition["recovery"] = recovery;
        }

        var spec = new JsonObject
        {
            ["service"] = rule.Service,
            ["backend"] = rule.Backend,
            ["interval"] = DurationText.Format(rule.Interval),
            ["query"] = rule.Query,
            ["condition"] = condition,
            ["for"] = DurationText.Format(rule.For),
            ["keepFiringFor"] = DurationText.Format(rule.KeepFiringFor),
            ["severity"] = Words.Of(rule.Severity),
            ["onNoData"] = Words.Of(rule.OnNoData),
            ["onError"] = Words.Of(rule.OnError),
        };
        WriteOptional(rule, spec);
        return spec;
    }

    private static void WriteOptional(AlertRule rule, JsonObject spec)
    {
        foreach (var (name, labels) in new[] { ("labels", rule.Labels), ("annotations", rule.Annotations) })
        {
            if (labels.Count > 0)
            {
                spec[name] = new JsonObject(
                    labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)JsonValue.Create(label.Value)))
                );
            }
        }

        if (rule.Runbook is not null)
        {
            spec["runbook"] = rule.Runbook;
        }

        if (rule.Limit != AlertRule.DefaultLimit)
        {
            spec["limit"] = rule.Limit;
        }

        if (rule.Paused)
        {
            spec["paused"] = true;
        }
    }
}
