using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;
using Portal.Slos.Prometheus;
using Portal.Tests.MainJob;
using Portal.Tests.Telemetry;

namespace Portal.Tests.Slos;

// Longer than other files: one table of indicators is asked in every way.
/// <summary>SLOs as rules of Prometheus, judged by Prometheus itself.</summary>
public sealed class PrometheusRuleTests(PortalApp app)
{
    private const string Source = "metricSource: { metricSourceRef: BACKEND, spec: ";
    private const string Burns =
        "alertPolicies: [ { kind: AlertPolicy, metadata: { name: quick }, spec: { conditions: [ { spec: { severity: page, condition: { kind: burnrate, threshold: 2, lookbackWindow: 2m, alertAfter: 20s } } } ] } } ]";

    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly Duration Hour = Duration.FromHours(1);
    private static readonly LabelSet Identity = LabelSet.Of(
        ("alertname", "checkout-burn"),
        ("slo", "checkout"),
        ("service", "shop")
    );

    /// <summary>Indicators of every kind, of the series that <see cref="KnownSamples"/> writes.</summary>
    private static readonly Dictionary<string, string> Indicators = new(StringComparer.Ordinal)
    {
        ["bad"] = $"bad: {{ {Source}{{ query: 'requests_total{{code=\"500\"}}' }} }} }}, {Total("requests_total")}",
        ["good"] = $"good: {{ {Source}{{ query: 'requests_total{{code=\"200\"}}' }} }} }}, {Total("requests_total")}",
        ["never bad"] =
            $"bad: {{ {Source}{{ query: 'requests_total{{code=\"501\"}}' }} }} }}, {Total("requests_total")}",
        ["two terms"] =
            $"bad: {{ {Source}{{ query: 'requests_total{{code=\"500\"}} + requests_total{{code=\"501\"}}' }} }} }}, {Total("requests_total")}",
        ["with a window"] =
            $"bad: {{ {Source}{{ query: 'increase(requests_total{{code=\"500\"}}[{{{{.window}}}}])' }} }} }}, {Total("requests_total")}",
        ["with a comment"] =
            $"bad: {{ {Source}{{ query: 'increase(requests_total{{code=\"500\"}}[{{{{.window}}}}]) # failures' }} }} }}, {Total("requests_total")}",
        ["as written"] =
            $"counter: false, bad: {{ {Source}{{ query: 'increase(requests_total{{code=\"500\"}}[10s])' }} }} }}, {Total("increase(requests_total[10s])")}",
        ["histogram"] =
            $"good: {{ {Source}{{ histogram: wait, le: 1 }} }} }}, total: {{ {Source}{{ histogram: wait }} }} }}",
        ["native"] =
            $"good: {{ {Source}{{ histogram: wait, le: 1, native: true }} }} }}, total: {{ {Source}{{ histogram: wait }} }} }}",
        ["gauge"] = $"raw: {{ {Source}{{ query: probe }} }} }}",
        ["failing gauge"] = $"rawType: failure, raw: {{ {Source}{{ query: probe }} }} }}",
        ["below"] = "op: lte, value: 5",
        ["above"] = "op: gt, value: 5",
    };

    public static TheoryData<string, string> Kinds { get; } =
        new(from kind in Indicators.Keys from method in Enum.GetNames<BudgetingMethod>() select (kind, method));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Promtool_finds_nothing_wrong_with_any_kind(string kind, string method)
    {
        var (code, says) = await PrometheusServer.CheckAsync(Rules(Slo(kind, method, "30d", "  minBadEvents: 5")));

        Assert.True(code == 0, says);
        Assert.Contains("SUCCESS: 14 rules found", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_alerts_that_look_like_templates_are_names_to_Prometheus_too()
    {
        var (code, says) = await PrometheusServer.CheckAsync(
            Rules(
                Slo("bad", "Occurrences", "30d", "  " + Burns.Replace("quick", "'{{ quick'", StringComparison.Ordinal))
            )
        );

        Assert.True(code == 0, says);
    }

    [Fact]
    public async Task The_ratio_that_is_recorded_is_the_one_that_the_portal_burns_by()
    {
        var now = SloScene.Now(app, Step);
        await using var prometheus = await PrometheusServer.StartAsync(KnownSamples.Until(now));
        // Of 360 slices with 100 requests every fourth has 8 failures, every tenth a depth of 6; the probe fails in every fourth.
        foreach (
            var (kind, method, expected) in new[]
            {
                ("bad", "Occurrences", 0.02),
                ("good", "Occurrences", 0.02),
                ("never bad", "Occurrences", 0),
                ("two terms", "Occurrences", 0.02),
                ("with a window", "Occurrences", 0.02),
                ("with a comment", "Occurrences", 0.02),
                ("as written", "Occurrences", 0.02),
                ("histogram", "Occurrences", 0.1),
                ("gauge", "Occurrences", 0.25),
                ("failing gauge", "Occurrences", 0.75),
                ("below", "Occurrences", 0.1),
                ("above", "Occurrences", 0.9),
                ("bad", "RatioTimeslices", 0.02),
                ("bad", "Timeslices", 0.25),
                ("gauge", "Timeslices", 0.25),
                ("below", "Timeslices", 0.1),
            }
        )
        {
            var query = new ErrorRatioQuery(Slo(kind, method, "30d", "").Spec).Over(Hour);

            var value = await ValueAsync(prometheus, query, now);

            Assert.True(
                value is { } ratio && Math.Abs(ratio - expected) < 1e-9,
                $"{kind}, {method}: {value} and not {expected} by {query}"
            );
        }
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("histogram")]
    [InlineData("below")]
    public async Task Without_traffic_there_is_no_ratio(string kind)
    {
        await using var prometheus = await PrometheusServer.StartAsync();

        var query = new ErrorRatioQuery(Slo(kind, "Occurrences", "30d", "").Spec).Over(Hour);

        Assert.Null(await ValueAsync(prometheus, query, SloScene.Now(app, Step)));
    }

    [Fact]
    public async Task The_alert_of_Prometheus_fires_where_the_portals_does_with_its_labels()
    {
        var now = SloScene.Now(app, Step);
        var broken = new Traffic(Step, _ => 100, at => at >= now - Duration.FromMinutes(10) ? 50 : 0);
        await using var scene = await SloScene.SetAsync(
            app,
            broken.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))
        );
        await scene.DefineAsync(more: Burns);
        using var client = await app.ProgramAsync();
        var rules = await client.GetStringAsync($"/api/v1/slos/{scene.Name}/prometheus-rules", World.Cancellation);
        await scene.Prometheus.RestartWithAsync(rules);

        JsonNode? alert = null;
        await Eventually.TrueAsync(
            async () => (alert = (await AlertsAsync(scene.Prometheus)).SingleOrDefault()) is not null,
            () => "Prometheus fires"
        );
        AlertInstance? own = null;
        await Eventually.TrueAsync(async () => (own = await FiringAsync(scene)) is not null, () => "The portal fires");

        Assert.Equal("firing", alert!["state"]!.GetValue<string>());
        Assert.Equal(0.5, double.Parse(alert["value"]!.GetValue<string>(), CultureInfo.InvariantCulture), 3);
        Assert.Equal(
            own!.Labels,
            LabelSet.From(
                alert["labels"]!
                    .AsObject()
                    .Select(label => KeyValuePair.Create(label.Key, label.Value!.GetValue<string>()))
            )
        );
        Assert.Contains(
            "above 2× over 2 min and 20 s: 50% is bad",
            alert["annotations"]!["summary"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Alerts_of_a_share_of_the_budget_fire_in_both()
    {
        var now = SloScene.Now(app, Step);
        // Of a budget of 3,600 in the hour 3,000 are spent in ten minutes.
        var broken = new Traffic(Step, _ => 100, at => at >= now - Duration.FromMinutes(10) ? 50 : 0);
        await using var scene = await SloScene.SetAsync(
            app,
            broken.OpenMetrics(new Interval(now - (Hour * 3), now + Hour))
        );
        await scene.DefineAsync(
            more: $"alertPolicies: [ {Policy("spent", "ticket", "absoluteBudget, threshold: 0.5, lookbackWindow: 10m")}, {Policy("drop", "page", "budgetDrop, threshold: 0.5, lookbackWindow: 20m")}, {Policy("left", "page", "budgetRemaining, threshold: 0.25")} ]"
        );
        using var client = await app.ProgramAsync();
        var rules = await client.GetStringAsync($"/api/v1/slos/{scene.Name}/prometheus-rules", World.Cancellation);
        var (code, says) = await PrometheusServer.CheckAsync(rules);
        Assert.True(code == 0, says);
        await scene.Prometheus.RestartWithAsync(rules);

        await Eventually.TrueAsync(async () => await TiersAsync(scene) == "drop left spent", () => "The portal fires");
        // What was recorded twenty minutes ago Prometheus begins to know in twenty minutes.
        await Eventually.TrueAsync(
            async () =>
                string.Join(' ', (await AlertsAsync(scene.Prometheus)).Select(TierOf).Order(StringComparer.Ordinal))
                == "left spent",
            () => "Prometheus fires"
        );
    }

    [Fact]
    public void Factors_are_the_portals_and_the_objective_is_beside_them()
    {
        var rules = Rules(Slo("bad", "Occurrences", "30d", "")).ReplaceLineEndings("\n");

        Assert.Contains("slo:sli_error:ratio_rate1h{slo=\"checkout\"} > 0.144", rules, StringComparison.Ordinal);
        Assert.Contains("slo:sli_error:ratio_rate5m{slo=\"checkout\"} > 0.144", rules, StringComparison.Ordinal);
        Assert.Contains("expr: vector(0.99)", rules, StringComparison.Ordinal);
        Assert.Contains("expr: vector(0.01)", rules, StringComparison.Ordinal);
        Assert.Contains("severity: critical", rules, StringComparison.Ordinal);
    }

    private static string Policy(string name, string severity, string condition) =>
        $"{{ kind: AlertPolicy, metadata: {{ name: {name} }}, spec: {{ conditions: [ {{ spec: {{ severity: {severity}, condition: {{ kind: {condition} }} }} }} ] }} }}";

    private static string TierOf(JsonNode alert) => alert["labels"]!["tier"]!.GetValue<string>();

    private static async Task<string> TiersAsync(SloScene scene)
    {
        var alerts = await scene.Get<AlertStore>().InstancesAsync([scene.Slo.Id], World.Cancellation);
        return string.Join(
            ' ',
            alerts[scene.Slo.Id]
                .Where(alert => alert.State == AlertState.Firing)
                .Select(alert => alert.Labels["tier"])
                .Order(StringComparer.Ordinal)
        );
    }

    private static string Total(string query) => $"total: {{ {Source}{{ query: '{query}' }} }} }}";

    private static string Rules(Definition<Slo> slo) =>
        ManifestExport.Yaml(new JsonObject { ["groups"] = new JsonArray(new RuleGroup(slo, Identity).Write()) });

    private static Definition<Slo> Slo(string kind, string method, string window, string more)
    {
        var isValue = kind is "below" or "above";
        var metric = isValue
            ? $"thresholdMetric: {{ {Source}{{ query: depth }} }} }}"
            : $"ratioMetric: {{ {(kind is "as written" ? "" : "counter: true, ")}{Indicators[kind]} }}";
        var yaml = $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: checkout }
            spec:
              service: shop
              indicator: { spec: { {{metric}} } }
              timeWindow: [ { duration: {{window}}, isRolling: true } ]
              budgetingMethod: {{method}}
              objectives: [ { {{(isValue ? Indicators[kind] + ", " : "")}}target: 0.99, timeSliceWindow: 10s{{(
                method == "Timeslices" ? ", timeSliceTarget: 0.95" : ""
            )}} } ]
            {{more}}
            """;
        var document = Assert.Single(ManifestReader.Read(yaml));
        var slo = SloManifest.Definition.Read(document.Spec) as Slo;
        Assert.True(slo is not null, string.Join(", ", document.Errors));
        return new(Guid.Empty, "checkout", LabelSet.Empty, slo, 1, NodaConstants.UnixEpoch, "");
    }

    private static async Task<double?> ValueAsync(PrometheusServer prometheus, string query, Instant at)
    {
        using var http = new HttpClient { BaseAddress = prometheus.Uri };
        var answer = await http.GetFromJsonAsync<JsonNode>(
            $"api/v1/query?time={at.ToUnixTimeSeconds()}&query={Uri.EscapeDataString(query)}",
            World.Cancellation
        );
        var result = answer!["data"]!["result"]!.AsArray();
        return result.Count == 0
            ? null
            : double.Parse(Assert.Single(result)!["value"]![1]!.GetValue<string>(), CultureInfo.InvariantCulture);
    }

    private static async Task<IReadOnlyList<JsonNode>> AlertsAsync(PrometheusServer prometheus)
    {
        using var http = new HttpClient { BaseAddress = prometheus.Uri };
        var answer = await http.GetFromJsonAsync<JsonNode>("api/v1/alerts", World.Cancellation);
        return [.. answer!["data"]!["alerts"]!.AsArray().OfType<JsonNode>()];
    }

    private static async Task<AlertInstance?> FiringAsync(SloScene scene)
    {
        var alerts = await scene.Get<AlertStore>().InstancesAsync([scene.Slo.Id], World.Cancellation);
        return alerts[scene.Slo.Id].FirstOrDefault(alert => alert.State == AlertState.Firing);
    }
}
