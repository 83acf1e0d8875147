using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Domain.Alerting;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Alerting.Pages;

/// <summary>
/// The fields of the rule editor as they were typed. It judges nothing: it becomes a manifest, and what is wrong is said by
/// whoever reads that, in the same words as for files and the API.
/// </summary>
public sealed class RuleForm
{
    public string Name { get; set; } = "";

    public string Service { get; set; } = "";

    public string Backend { get; set; } = "";

    public string Interval { get; set; } = "1m";

    public string Query { get; set; } = "";

    public string Operator { get; set; } = ">";

    public string Threshold { get; set; } = "";

    public string Recovery { get; set; } = "";

    public string For { get; set; } = "1m";

    public string KeepFiringFor { get; set; } = "0s";

    public string OnNoData { get; set; } = "ok";

    public string OnError { get; set; } = "keep";

    public string Severity { get; set; } = "warning";

    public string Runbook { get; set; } = "";

    public string Summary { get; set; } = "";

    public string Description { get; set; } = "";

    public IReadOnlyList<RuleFormLabel> Labels { get; set; } = [];

    /// <summary>What the editor has no field for is kept as it was.</summary>
    private IReadOnlyList<RuleFormLabel> OtherAnnotations { get; init; } = [];

    private IReadOnlyList<RuleFormLabel> MetadataLabels { get; init; } = [];

    private int Limit { get; init; } = AlertRule.DefaultLimit;

    private bool Paused { get; init; }

    internal static RuleForm Of(Definition<AlertRule> rule)
    {
        var spec = rule.Spec;
        return new()
        {
            Name = rule.Name,
            Service = spec.Service,
            Backend = spec.Backend,
            Interval = DurationText.Format(spec.Interval),
            Query = spec.Query,
            Operator = spec.Condition.Operator.Symbol(),
            Threshold = Number(spec.Condition.Threshold),
            Recovery = spec.Condition.Recovery is { } recovery ? Number(recovery) : "",
            For = DurationText.Format(spec.For),
            KeepFiringFor = DurationText.Format(spec.KeepFiringFor),
            OnNoData = Words.Of(spec.OnNoData),
            OnError = Words.Of(spec.OnError),
            Severity = Words.Of(spec.Severity),
            Runbook = spec.Runbook ?? "",
            Summary = spec.Annotations["summary"],
            Description = spec.Annotations["description"],
            Labels = [.. spec.Labels.Select(label => new RuleFormLabel(label.Name, label.Value))],
            OtherAnnotations =
            [
                .. spec
                    .Annotations.Without("summary", "description")
                    .Select(label => new RuleFormLabel(label.Name, label.Value)),
            ],
            MetadataLabels = [.. rule.Labels.Select(label => new RuleFormLabel(label.Name, label.Value))],
            Limit = spec.Limit,
            Paused = spec.Paused,
        };
    }

    public RuleForm Copy() => (RuleForm)MemberwiseClone();

    /// <summary>The fields that differ from what is saved, in the words of their labels.</summary>
    public IReadOnlyList<string> ChangedSince(RuleForm saved) =>
        [
            .. Fields()
                .Zip(saved.Fields())
                .Where(pair => pair.First.Value != pair.Second.Value)
                .Select(pair => pair.First.Word),
        ];

    public JsonObject ToManifest()
    {
        var metadata = new JsonObject { ["name"] = Name.Trim() };
        if (MetadataLabels.Count > 0)
        {
            metadata["labels"] = Map(MetadataLabels);
        }

        return new JsonObject
        {
            ["apiVersion"] = AlertRuleManifest.Definition.ApiVersion,
            ["kind"] = AlertRuleManifest.Kind,
            ["metadata"] = metadata,
            ["spec"] = Spec(),
        };
    }

    private JsonObject Spec()
    {
        var spec = new JsonObject
        {
            ["service"] = Service,
            ["backend"] = Backend,
            ["interval"] = Interval,
            ["query"] = Query.ReplaceLineEndings("\n").Trim(),
            ["condition"] = Condition(),
            ["for"] = OrZero(For),
            ["keepFiringFor"] = OrZero(KeepFiringFor),
            ["severity"] = Severity,
            ["onNoData"] = OnNoData,
            ["onError"] = OnError,
        };
        RuleFormLabel[] annotations =
        [
            new("summary", Summary.Trim()),
            new("description", Description.Trim()),
            .. OtherAnnotations,
        ];
        spec["labels"] = Map(Labels);
        spec["annotations"] = Map(annotations.Where(annotation => annotation.Value.Length > 0));
        AddOptional(spec);
        return spec;
    }

    private void AddOptional(JsonObject spec)
    {
        if (Runbook.Trim().Length > 0)
        {
            spec["runbook"] = Runbook.Trim();
        }

        if (Limit != AlertRule.DefaultLimit)
        {
            spec["limit"] = Limit;
        }

        if (Paused)
        {
            spec["paused"] = true;
        }
    }

    private JsonObject Condition()
    {
        var condition = new JsonObject { ["operator"] = Operator };
        if (Threshold.Trim().Length > 0)
        {
            condition["threshold"] = Decimal(Threshold);
        }

        if (Recovery.Trim().Length > 0)
        {
            condition["recovery"] = Decimal(Recovery);
        }

        return condition;
    }

    private (string Word, string Value)[] Fields() =>
        [
            ("name", Name),
            ("service", Service),
            ("backend", Backend),
            ("every", Interval),
            ("query", Query),
            ("condition", Operator),
            ("threshold", Threshold),
            ("recovery", Recovery),
            ("for", For),
            ("keep firing", KeepFiringFor),
            ("no data", OnNoData),
            ("query fails", OnError),
            ("severity", Severity),
            ("runbook", Runbook),
            ("summary", Summary),
            ("description", Description),
            ("labels", string.Join('\n', Labels)),
        ];

    private static JsonObject Map(IEnumerable<RuleFormLabel> labels) =>
        new(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)JsonValue.Create(label.Value))));

    private static string OrZero(string duration) => duration.Trim() is { Length: > 0 } text ? text : "0s";

    /// <summary>A comma is how many people write the point; anything else is left for the reader to refuse.</summary>
    private static string Decimal(string text) => text.Trim().Replace(',', '.');

    private static string Number(double number) => ((decimal)number).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A name with its value.</summary>
public sealed record RuleFormLabel(string Name, string Value)
{
    public override string ToString() => $"{Name}={Value}";
}
