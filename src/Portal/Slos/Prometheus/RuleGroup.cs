using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Slos.Prometheus;

/// <summary>One SLO as a group of Prometheus rules: what is recorded of it, and its burn-rate alerts.</summary>
/// <remarks>The recorded names are those that Sloth made common; the alerts carry the labels of the portal's own.</remarks>
internal sealed class RuleGroup(Definition<Slo> slo, LabelSet identity)
{
    private const int ThresholdDecimals = 15;

    private static readonly Duration LongestInterval = Duration.FromMinutes(1);

    private readonly ErrorRatioQuery errors = new(slo.Spec);

    public JsonObject Write() =>
        new()
        {
            ["name"] = $"slo-{slo.Name}",
            ["interval"] = DurationText.Format(Duration.Min(slo.Spec.Grid.Slice, LongestInterval)),
            ["rules"] = new JsonArray([.. Windows.Select(RecordRatio), .. Facts, .. slo.Spec.Alerts.Select(Alert)]),
        };

    private IEnumerable<Duration> Windows =>
        slo.Spec.Alerts.SelectMany(alert => new[] { alert.ShortWindow, alert.LongWindow }).Distinct().Order();

    private IEnumerable<JsonObject> Facts =>
        [
            Record("slo:objective:ratio", $"vector({ErrorRatioQuery.Plain(slo.Spec.Objective.Value)})"),
            Record("slo:error_budget:ratio", $"vector({ErrorRatioQuery.Plain(slo.Spec.Objective.Budget)})"),
            Record(
                "slo:time_period:days",
                $"vector({ErrorRatioQuery.Plain((decimal)slo.Spec.Window.NominalLength.TotalDays)})"
            ),
        ];

    private JsonObject RecordRatio(Duration window) => Record(NameOf(window), errors.Over(window));

    private JsonObject Record(string name, string query) =>
        new()
        {
            ["record"] = name,
            ["expr"] = query,
            ["labels"] = Labels(identity.Without("alertname")),
        };

    private JsonObject Alert(BurnRateAlert alert) =>
        new()
        {
            ["alert"] = identity["alertname"],
            ["expr"] = Condition(alert),
            ["labels"] = Labels(BurnRateEvaluation.LabelsOf(identity, alert).Without("alertname")),
            ["annotations"] = new JsonObject { ["summary"] = Summary(alert), ["description"] = Description(alert) },
        };

    /// <summary>burn &gt; k over both windows, as bad / total &gt; k · B: nothing is divided by the budget, so nothing is rounded.</summary>
    private string Condition(BurnRateAlert alert)
    {
        var limit = ErrorRatioQuery.Plain(Math.Round(Factor(alert) * slo.Spec.Objective.Budget, ThresholdDecimals));
        var both = $"{Series(alert.LongWindow)} > {limit}\nand\n{Series(alert.ShortWindow)} > {limit}";
        return slo.Spec.MinBadEvents > 0
            ? $"{both}\nand on ()\n({errors.Bad(alert.LongWindow)}) >= {ErrorRatioQuery.Plain(slo.Spec.MinBadEvents)}"
            : both;
    }

    private string Summary(BurnRateAlert alert) =>
        Breaking(
            $"{slo.Name} burns its error budget above {Numbers.Burn(Factor(alert))} over {Numbers.Duration(alert.LongWindow)} and {Numbers.Duration(alert.ShortWindow)}: {{{{ $value | humanizePercentage }}}} is bad."
        );

    private string Description(BurnRateAlert alert) =>
        Breaking(
            $"The objective is {Numbers.Objective(slo.Spec.Objective.Value)} over {WindowText.Of(slo.Spec.Window)}. Ends when the burn over {Numbers.Duration(alert.ShortWindow)} or {Numbers.Duration(alert.LongWindow)} is no longer above {Numbers.Burn(Factor(alert))}."
        );

    /// <summary>A calendar window has the factor of its nominal length: a rule file does not know how long this month is.</summary>
    private decimal Factor(BurnRateAlert alert) => alert.Factor(slo.Spec.Window.NominalLength);

    private string Series(Duration window) => $"{NameOf(window)}{{slo=\"{slo.Name}\"}}";

    private static string NameOf(Duration window) => $"slo:sli_error:ratio_rate{DurationText.Format(window)}";

    private static string Breaking(string text) => text.Replace('\u00a0', ' ');

    private static JsonObject Labels(LabelSet labels) =>
        new(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)JsonValue.Create(label.Value))));
}
