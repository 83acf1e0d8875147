using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;
using Portal.Slos.Preview;

namespace Portal.Tests.Slos;

/// <summary>Alerts of a share of the budget, as conditions of alert policies.</summary>
public sealed class AlertConditionTests
{
    [Theory]
    [InlineData("kind: absoluteBudget, threshold: 0.02, lookbackWindow: 1h", "absoluteBudget, op: gte, 0.02, 1h")]
    [InlineData("kind: budgetDrop, op: gte, threshold: 0.1, lookbackWindow: 6h", "budgetDrop, op: gte, 0.1, 6h")]
    [InlineData("kind: BudgetRemaining, op: lte, threshold: 0", "budgetRemaining, op: lte, 0, ")]
    public void Alerts_of_a_share_of_the_budget_are_kept(string condition, string kept)
    {
        var slo = Slo(WithCondition(condition));

        var again = SloManifest.Definition.Write(slo);
        var written = again["alertPolicies"]![0]!["spec"]!["conditions"]![0]!["spec"]!["condition"]!;
        Assert.Equal(
            kept,
            $"{written["kind"]}, op: {written["op"]}, {written["threshold"]}, {written["lookbackWindow"]}"
        );
        Assert.Equal(slo.Alerts, SloDraft.Slo(SloDraft.Of("again", again))!.Alerts);
    }

    [Theory]
    [InlineData("kind: absoluteBudget, threshold: 1.5, lookbackWindow: 1h", "threshold", "above 0 and at most 1")]
    [InlineData("kind: absoluteBudget, threshold: 0.1", "lookbackWindow", "lookbackWindow is missing")]
    [InlineData("kind: absoluteBudget, threshold: 0.1, lookbackWindow: 40d", "alertPolicies", "longer than the window")]
    [InlineData("kind: absoluteBudget, threshold: 0.1, lookbackWindow: 1m", "alertPolicies", "fewer than two slices")]
    [InlineData("kind: budgetDrop, op: lt, threshold: 0.1, lookbackWindow: 1h", "op", "Use gte")]
    [InlineData(
        "kind: budgetDrop, threshold: 0.1, lookbackWindow: 1h, alertAfter: 5m",
        "alertAfter",
        "belongs to burnrate"
    )]
    [InlineData("kind: budgetRemaining, threshold: 1", "threshold", "from 0 to below 1")]
    [InlineData(
        "kind: budgetRemaining, threshold: 0.2, lookbackWindow: 1h",
        "lookbackWindow",
        "leave lookbackWindow out"
    )]
    [InlineData(
        "kind: budgetGone, threshold: 0.2",
        "kind",
        "Use burnrate, absoluteBudget, budgetDrop, budgetRemaining"
    )]
    public void An_alert_that_cannot_work_is_refused_where_it_stands(string condition, string field, string says)
    {
        var document = ManifestReader.Read(WithCondition(condition))[0];

        Assert.Null(SloDraft.Slo(document));
        Assert.Contains(
            document.Errors,
            error =>
                error.Path.EndsWith(field, StringComparison.Ordinal)
                && error.Message.Contains(says, StringComparison.Ordinal)
        );
    }

    private static string WithCondition(string condition) =>
        Manifest.Slo
        + $"\n  alertPolicies: [ {{ kind: AlertPolicy, metadata: {{ name: own }}, spec: {{ conditions: [ {{ spec: {{ severity: ticket, condition: {{ {condition} }} }} }} ] }} }} ]";

    private static Slo Slo(string yaml)
    {
        var document = ManifestReader.Read(yaml)[0];
        var slo = SloDraft.Slo(document);
        Assert.True(slo is not null, string.Join("; ", document.Errors));
        return slo;
    }
}
