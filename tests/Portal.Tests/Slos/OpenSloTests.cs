using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;

namespace Portal.Tests.Slos;

public sealed class OpenSloTests
{
    private const string Objectives = "[ { target: 0.999 } ]";
    private const string Window = "[ { duration: 30d, isRolling: true } ]";
    private const string Query = "http_requests_total }";

    [Theory]
    [InlineData("service: shop", "team: shop", "spec.service", "service is missing")]
    [InlineData("target: 0.999", "target: 1", "spec.objectives[0].target", "leaves no error budget")]
    [InlineData("target: 0.999", "targetPercent: 100", "spec.objectives[0].targetPercent", "leaves no error budget")]
    [InlineData("target: 0.999", "target: 100", "spec.objectives[0].target", "leaves no error budget")]
    [InlineData("target: 0.999", "target: 101", "spec.objectives[0].target", "0.999 means 99.9 %")]
    [InlineData("target: 0.999", "targetPercent: 120", "spec.objectives[0].targetPercent", "120 % is above 100 %")]
    [InlineData("target: 0.999", "targetPercent: 0", "spec.objectives[0].targetPercent", "must be above 0")]
    [InlineData("target: 0.999", "target: .nan", "spec.objectives[0].target", "Write a number")]
    [InlineData("target: 0.999", "target: .inf", "spec.objectives[0].target", "Write a number")]
    [InlineData("target: 0.999", "target: 0", "spec.objectives[0].target", "must be above 0")]
    [InlineData("target: 0.999", "target: 99.9", "spec.objectives[0].target", "0.999 means 99.9 %")]
    [InlineData("target: 0.999", "target: 0.9, targetPercent: 90", "spec.objectives[0].target", "not both")]
    [InlineData("target: 0.999", "displayName: good", "spec.objectives[0].target", "target is missing")]
    [InlineData(Objectives, "[ { target: 0.9 }, { target: 0.99 } ]", "spec.objectives", "portal import openslo")]
    [InlineData(Objectives, "[ { target: 0.9, timeSliceTarget: 0.5 } ]", "spec.objectives[0].timeSliceTarget", "Only")]
    [InlineData(
        Objectives,
        "[ { target: 0.9, timeSliceWindow: 7m } ]",
        "spec.objectives[0].timeSliceWindow",
        "divides"
    )]
    [InlineData("Occurrences", "Timeslices", "spec.objectives[0].timeSliceTarget", "timeSliceTarget is missing")]
    [InlineData("Occurrences", "Sometimes", "spec.budgetingMethod", "Occurrences, Timeslices, RatioTimeslices")]
    [InlineData(Window, "[]", "spec.timeWindow", "timeWindow is missing")]
    [InlineData("30d", "13M", "spec.timeWindow[0].duration", "isRolling: false")]
    [InlineData("30d", "30m", "spec.timeWindow[0].duration", "1 hour to 366 days")]
    [InlineData("30d", "0d", "spec.timeWindow[0].duration", "1 hour to 366 days")]
    [InlineData("30d, isRolling: true", "0M, isRolling: false", "spec.timeWindow[0].duration", "at least one unit")]
    [InlineData(
        Objectives,
        "[ { target: 0.9, timeSliceWindow: 0s } ]",
        "spec.objectives[0].timeSliceWindow",
        "10 seconds to 1 hour"
    )]
    [InlineData("isRolling: true", "isRolling: false", "", "")]
    [InlineData("30d, isRolling: true", "13M, isRolling: false", "spec.timeWindow[0].duration", "at most one year")]
    [InlineData(
        "30d, isRolling: true",
        "1M, calendar: { timeZone: Mars/X }",
        "spec.timeWindow[0].calendar.timeZone",
        "time zone"
    )]
    [InlineData(
        "30d, isRolling: true",
        "1M, calendar: { startTime: soon }",
        "spec.timeWindow[0].calendar.startTime",
        "not understood"
    )]
    [InlineData(
        "30d, isRolling: true",
        "1M, calendar: { startTime: '2026-01-01T00:00:00.5' }",
        "spec.timeWindow[0].calendar.startTime",
        "not understood"
    )]
    [InlineData(
        "30d, isRolling: true",
        "30d, isRolling: true, calendar: {}",
        "spec.timeWindow[0].calendar",
        "no calendar"
    )]
    [InlineData("bad: {", "worse: {", "spec.indicator.spec.ratioMetric.good", "exactly one of the two")]
    [InlineData(
        Query,
        "'rate(http_requests_total[5m])' }",
        "spec.indicator.spec.ratioMetric.total.metricSource.spec.query",
        "leave out rate()"
    )]
    [InlineData(
        Query,
        "a / b }",
        "spec.indicator.spec.ratioMetric.total.metricSource.spec.query",
        "selector of counters"
    )]
    [InlineData(
        "prom, type: Prometheus, spec: { query: http",
        "other, type: Prometheus, spec: { query: http",
        "spec.indicator.spec.ratioMetric.total",
        "two backends"
    )]
    [InlineData(
        "prom, type: Prometheus, spec: { query: http",
        "prom, type: Datadog, spec: { query: http",
        "spec.indicator.spec.ratioMetric.total.metricSource.type",
        "not measured yet"
    )]
    public void Every_mistake_is_named_where_it_stands(string part, string instead, string path, string message)
    {
        var errors = Read(Manifest.With(part, instead)).Errors;

        if (path.Length == 0)
        {
            Assert.Empty(errors);
            return;
        }

        var error = errors.FirstOrDefault(error => error.Path == path);
        Assert.True(error is not null, $"Only {string.Join(", ", errors)}");
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.True(error.Line > 1, "It names its line");
    }

    [Fact]
    public void A_journey_tells_what_a_good_value_would_be_compared_with_as_counts_do()
    {
        const string journey = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: visit }
            spec:
              service: shop
              indicator: { spec: { composite: { method: worstOf, members: [ { slo: a }, { slo: b } ] } } }
              timeWindow: [ { duration: 30d, isRolling: true } ]
              objectives: [ { target: 0.99, op: lte, value: 0.3 } ]
            """;
        var document = Assert.Single(ManifestReader.Read(journey));

        Assert.NotNull(SloManifest.Definition.Read(document.Spec));

        Assert.Equal(
            "spec.objectives[0].op spec.objectives[0].value",
            string.Join(' ', document.Warnings.Select(warning => warning.Path))
        );
    }

    [Theory]
    [InlineData("[ nonsense ]", "no alert policy nonsense")]
    [InlineData("[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [] } } ]", "exactly one condition")]
    [InlineData(
        "[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [ { spec: { severity: loud, condition: { threshold: 2, lookbackWindow: 1h } } } ] } } ]",
        "Use page or ticket"
    )]
    [InlineData(
        "[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [ { spec: { severity: page, condition: { kind: burnrate, op: lt, threshold: 2, lookbackWindow: 1h } } } ] } } ]",
        "while all is well"
    )]
    [InlineData(
        "[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [ { spec: { severity: page, condition: { lookbackWindow: 1h } } } ] } } ]",
        "threshold is missing"
    )]
    [InlineData(
        "[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [ { spec: { severity: page, condition: { threshold: 2000, lookbackWindow: 1h } } } ] } } ]",
        "share of the budget"
    )]
    [InlineData(
        "[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [ { spec: { severity: page, condition: { threshold: 20, lookbackWindow: 12m } } } ] } } ]",
        "fewer than two slices"
    )]
    [InlineData(
        "[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [ { spec: { severity: page, condition: { threshold: 20, lookbackWindow: 0s } } } ] } } ]",
        "above 0"
    )]
    [InlineData("[ fast-burn, fast-burn ]", "Two alerts are called")]
    public void An_alert_that_cannot_be_used_is_refused_with_its_limit(string policies, string message)
    {
        var errors = Read(Manifest.Slo + $"\n  alertPolicies: {policies}").Errors;

        Assert.Contains(errors, error => error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_burn_rate_that_no_failure_reaches_is_refused_with_the_objective_that_it_needs()
    {
        const string policy =
            "[ { kind: AlertPolicy, metadata: { name: x }, spec: { conditions: [ { spec: { severity: page, condition: { threshold: 14.4, lookbackWindow: 1h } } } ] } } ]";

        var errors = Read(Manifest.With("0.999", "0.9") + $"\n  alertPolicies: {policy}").Errors;

        Assert.Contains("the objective must be above 93.06 %", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  alertPolicies: []")]
    [InlineData("  alertPolicies: [ fast-burn, { alertPolicyRef: slow-burn } ]")]
    [InlineData(
        "  alertPolicies: [ { kind: AlertPolicy, metadata: { name: own }, spec: { conditions: [ { kind: AlertCondition, metadata: { name: c }, spec: { severity: page, condition: { kind: burnrate, op: gte, threshold: 7, lookbackWindow: 3h, alertAfter: 10m } } } ] } } ]"
    )]
    [InlineData("  minBadEvents: 5")]
    public void What_is_written_reads_as_what_it_was(string more) => IsStable($"{Manifest.Slo}\n{more}");

    [Theory]
    [InlineData(
        Window,
        "[ { duration: 1M, calendar: { startTime: 2022-01-31 12:00:00, timeZone: America/New_York } } ]"
    )]
    [InlineData(Window, "[ { duration: 2w, isRolling: false } ]")]
    [InlineData(Objectives, "[ { targetPercent: 99.95, displayName: Most, timeSliceWindow: 10s } ]")]
    [InlineData(
        "Occurrences\n  objectives: [ { target: 0.999 } ]",
        "Timeslices\n  objectives: [ { target: 0.99, timeSliceTarget: 0.950, timeSliceWindow: 5 } ]"
    )]
    [InlineData("counter: true", "counter: false")]
    public void Whatever_the_shorthand_what_is_written_is_one(string part, string instead) =>
        IsStable(Manifest.With(part, instead));

    [Fact]
    public void Absent_policies_are_the_presets_and_are_not_written_out()
    {
        var slo = Slo(Manifest.Slo);

        Assert.Equal(BurnRatePresets.For(slo.Window, slo.Objective, slo.Grid), slo.Alerts);
        Assert.False(SloManifest.Definition.Write(slo).ContainsKey("alertPolicies"));
    }

    [Fact]
    public void A_policy_keeps_its_factor_and_its_windows()
    {
        var alert = (BurnRateAlert)
            Slo(
                Manifest.Slo
                    + "\n  alertPolicies: [ { kind: AlertPolicy, metadata: { name: own }, spec: { conditions: [ { spec: { severity: ticket, condition: { threshold: 7, lookbackWindow: 3h } } } ] } } ]"
            ).Alerts[0];

        Assert.Equal(7, alert.Factor(Duration.FromDays(30)));
        Assert.Equal((Duration.FromHours(3), Duration.FromMinutes(15)), (alert.LongWindow, alert.ShortWindow));
        Assert.Equal(BudgetAlertSeverity.Ticket, alert.Severity);
    }

    [Fact]
    public void Labels_with_several_values_are_read_as_OpenSLO_writes_them()
    {
        var document = Assert.Single(
            ManifestReader.Read(Manifest.With("name: checkout", "name: checkout, labels: { team: [a, b], tier: one }"))
        );

        Assert.Equal(("a,b", "one"), (document.Labels["team"], document.Labels["tier"]));
    }

    private static ManifestDocument Read(string yaml)
    {
        var document = Assert.Single(ManifestReader.Read(yaml));
        SloManifest.Definition.Read(document.Spec);
        document.Spec.Done();
        return document;
    }

    private static Slo Slo(string yaml)
    {
        var document = Assert.Single(ManifestReader.Read(yaml));
        var slo = SloManifest.Definition.Read(document.Spec) as Slo;
        Assert.True(slo is not null, string.Join(", ", document.Errors));
        return slo;
    }

    private static void IsStable(string yaml)
    {
        var once = SloManifest.Definition.Write(Slo(yaml));
        var again = SloManifest.Definition.Read(ManifestReader.Spec(once.ToJsonString()));

        Assert.True(JsonNode.DeepEquals(once, SloManifest.Definition.Write(again!)), once.ToJsonString());
    }
}
