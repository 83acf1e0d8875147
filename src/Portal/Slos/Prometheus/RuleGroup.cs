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

    private IEnumerable<Duration> Windows => slo.Spec.Alerts.SelectMany(RecordedOf).Distinct().Order();

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
            ["labels"] = Labels(identity.Without("alertname"), value => value),
        };

    private JsonObject Alert(BudgetAlert alert) =>
        new()
        {
            ["alert"] = identity["alertname"],
            ["expr"] = Condition(alert),
            ["labels"] = Labels(BudgetAlertEvaluation.LabelsOf(identity, alert).Without("alertname"), Literal),
            ["annotations"] = new JsonObject { ["summary"] = Summary(alert), ["description"] = Description(alert) },
        };

    private IReadOnlyList<Duration> RecordedOf(BudgetAlert alert) =>
        alert switch
        {
            BurnRateAlert burn => [burn.ShortWindow, burn.LongWindow],
            AbsoluteBudgetAlert => [],
            _ => [Whole],
        };

    /// <summary>A calendar window is taken by its nominal length: a rule file does not know how long this month is.</summary>
    private Duration Whole => slo.Spec.Window.NominalLength;

    /// <summary>Shares of the budget as shares of events: nothing is divided by the budget, so nothing is rounded.</summary>
    private string Condition(BudgetAlert alert)
    {
        var (condition, counted) = alert switch
        {
            BurnRateAlert burn => (Burning(burn), burn.LongWindow),
            BudgetDropAlert drop => (Dropping(drop), Whole),
            BudgetRemainingAlert => ($"{Series(Whole)} >= {Share(1 - alert.BudgetShare)}", Whole),
            _ => (
                $"{errors.Bad(alert.LookBack!.Value)} >= {Share(alert.BudgetShare)} * ({errors.All(Whole)}) > 0",
                alert.LookBack!.Value
            ),
        };
        return slo.Spec.MinBadEvents > 0
            ? $"{condition}\nand on ()\n({errors.Bad(counted)}) >= {ErrorRatioQuery.Plain(slo.Spec.MinBadEvents)}"
            : condition;
    }

    /// <summary>burn &gt; k over both windows, as bad / total &gt; k · B.</summary>
    private string Burning(BurnRateAlert alert)
    {
        var limit = Share(alert.Factor(Whole));
        return $"{Series(alert.LongWindow)} > {limit}\nand\n{Series(alert.ShortWindow)} > {limit}";
    }

    private string Dropping(BudgetDropAlert alert) =>
        $"{Series(Whole)} - {Series(Whole)} offset {DurationText.Format(alert.LookBack!.Value)} >= {Share(alert.BudgetShare)}";

    private string Share(decimal ofBudget) =>
        ErrorRatioQuery.Plain(Math.Round(ofBudget * slo.Spec.Objective.Budget, ThresholdDecimals));

    private string Summary(BudgetAlert alert) =>
        Breaking(
            alert is BurnRateAlert
                ? $"{slo.Name} burns its error budget above {AlertWords.Limit(alert, Whole)} over {AlertWords.Windows(alert)}: {{{{ $value | humanizePercentage }}}} is bad."
                : $"{slo.Name}, error budget: {AlertWords.Title(alert)}."
        );

    private string Description(BudgetAlert alert) =>
        Breaking(
            $"The objective is {Numbers.Objective(slo.Spec.Objective.Value)} over {WindowText.Of(slo.Spec.Window)}. {AlertWords.Clears(alert, Whole)}"
        );

    private string Series(Duration window) => $"{NameOf(window)}{{slo=\"{slo.Name}\"}}";

    private static string NameOf(Duration window) => $"slo:sli_error:ratio_rate{DurationText.Format(window)}";

    private static string Breaking(string text) => text.Replace('\u00a0', ' ');

    /// <summary>Labels of alerts are templates to Prometheus, those of records are not: what begins one stands for itself.</summary>
    private static string Literal(string value) => value.Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal);

    private static JsonObject Labels(LabelSet labels, Func<string, string> written) =>
        new(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)JsonValue.Create(written(label.Value)))));
}
