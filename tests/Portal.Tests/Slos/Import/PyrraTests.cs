using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Import;

namespace Portal.Tests.Slos.Import;

public sealed class PyrraTests(PortalApp app)
{
    private const string File = """
        apiVersion: pyrra.dev/v1alpha1
        kind: ServiceLevelObjective
        metadata:
          name: basket-errors
          namespace: monitoring
          labels: { pyrra.dev/team: $-crew, service: $-basket }
        spec:
          description: Baskets are answered.
          target: "99.5"
          window: 4w
          indicator:
            ratio:
              errors: { metric: 'basket_requests_total{code=~"5.."}' }
              total: { metric: basket_requests_total }
              grouping: [ route ]
          alerting: { name: BasketErrors, absent: true }
        ---
        apiVersion: pyrra.dev/v1alpha1
        kind: ServiceLevelObjective
        metadata: { name: basket-latency, labels: { service: $-basket } }
        spec:
          target: "90"
          window: 4w
          indicator:
            latency:
              success: { metric: 'basket_seconds_bucket{job="basket",le="0.5"}' }
              total: { metric: 'basket_seconds_count{job="basket"}' }
        ---
        apiVersion: pyrra.dev/v1alpha1
        kind: ServiceLevelObjective
        metadata: { name: basket-native, labels: { service: $-basket } }
        spec:
          target: "99"
          window: 1w
          indicator: { latencyNative: { latency: 200ms, total: { metric: 'basket_seconds{job="basket"}' } } }
          alerting: { disabled: true }
        ---
        apiVersion: pyrra.dev/v1alpha1
        kind: ServiceLevelObjective
        metadata: { name: basket-up, labels: { service: $-basket } }
        spec:
          target: "99.9"
          window: 30d
          indicator: { bool_gauge: { metric: 'probe_success{job="basket"}' } }
        """;

    [Fact]
    public void Each_kind_of_indicator_becomes_its_own()
    {
        var (slos, _) = Read();

        Assert.Equal(
            new RatioSli(
                "prom",
                null,
                new CounterQuery("basket_requests_total{code=~\"5..\"}", true),
                new CounterQuery("basket_requests_total", true)
            ),
            slos["basket-errors"].Sli
        );
        Assert.Equal(
            new LatencySli("prom", "basket_seconds{job=\"basket\"}", 0.5m, native: false),
            slos["basket-latency"].Sli
        );
        Assert.Equal(
            new LatencySli("prom", "basket_seconds{job=\"basket\"}", 0.2m, native: true),
            slos["basket-native"].Sli
        );
        Assert.Equal(new GaugeSli("prom", "probe_success{job=\"basket\"}", isFailure: false), slos["basket-up"].Sli);
    }

    [Fact]
    public void Its_alerts_keep_their_factors_and_windows_and_one_that_cannot_fire_is_told()
    {
        var (slos, warnings) = Read();

        var slo = slos["basket-errors"];
        Assert.Equal(
            [
                (14m, Duration.FromHours(1), Duration.FromMinutes(5)),
                (7m, Duration.FromHours(6), Duration.FromMinutes(30)),
                (2m, Duration.FromDays(1), Duration.FromHours(2)),
                (1m, Duration.FromDays(4), Duration.FromHours(6)),
            ],
            slo.Alerts.OfType<BurnRateAlert>()
                .Select(alert =>
                    (Math.Round(alert.Factor(slo.Window.NominalLength), 9), alert.LongWindow, alert.ShortWindow)
                )
        );
        Assert.Empty(slos["basket-native"].Alerts);
        Assert.Equal(3, slos["basket-latency"].Alerts.Count);
        var told = Assert.Single(warnings, warning => warning.Message.Contains("burn-14x", StringComparison.Ordinal));
        Assert.Contains("the objective must be above 92.86 %", told.Message, StringComparison.Ordinal);
        Assert.Equal((22, "spec.target"), (told.Line, told.Path));
    }

    [Fact]
    public void What_has_no_counterpart_is_told_with_its_line()
    {
        var (_, warnings) = Read();

        Assert.Equal(
            [
                "5 metadata.namespace",
                "15 spec.indicator.ratio.grouping",
                "16 spec.alerting.name",
                "16 spec.alerting.absent",
            ],
            warnings.Take(4).Select(warning => $"{warning.Line} {warning.Path}"),
            StringComparer.Ordinal
        );
    }

    [Theory]
    [InlineData("79228162514264337593543950335h")]
    [InlineData("0.0000000000000000000000000001ms")]
    [InlineData("soon")]
    public void A_time_that_none_can_be_is_refused_where_it_stands(string time)
    {
        var text = File.Replace("200ms", time, StringComparison.Ordinal);

        var imported = SloImport.Read("pyrra", text.Replace("$-", "", StringComparison.Ordinal), new("prom"));

        Assert.DoesNotContain("basket-native", imported.Manifests, StringComparison.Ordinal);
        Assert.Contains(
            imported.Warnings,
            told =>
                told.Path.EndsWith("latency", StringComparison.Ordinal)
                && told.Message.StartsWith($"{time} is not understood.", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("metadata: { labels: { service: basket } }")]
    [InlineData("metadata: { name: 支付, labels: { service: basket } }")]
    public void What_has_no_name_for_the_portal_is_left_out(string metadata)
    {
        var nameless = $$"""
            ---
            apiVersion: pyrra.dev/v1alpha1
            kind: ServiceLevelObjective
            {{metadata}}
            spec: { target: "99", window: 30d, indicator: { bool_gauge: { metric: up } } }
            """;
        var text = File.Replace("$-", "", StringComparison.Ordinal);

        var imported = SloImport.Read("pyrra", $"{text}\n{nameless}", new("prom"));

        Assert.Equal(4, Imported.Slos(imported.Manifests).Count);
        Assert.Contains(
            imported.Warnings,
            told => told.Message.Contains("no name that the portal could keep", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_API_gives_manifests_that_can_be_applied_and_refuses_by_field()
    {
        await app.GivenAsync(
            Yaml.Team("pyrra-crew")
                + "---\n{ apiVersion: portal/v1, kind: Backend, metadata: { name: pyrra-prom }, spec: { url: 'http://127.0.0.1:9' } }"
        );
        var client = await app.ProgramAsync();
        var file = File.Replace("$", "pyrra", StringComparison.Ordinal);

        var answer = await PostAsync(client, "import?format=pyrra&backend=pyrra-prom", file);
        var other = await PostAsync(client, "import?format=pyrra&backend=nowhere", file);
        var unknown = await PostAsync(client, "import?format=abacus&backend=pyrra-prom", file);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotEmpty(answer.Body["warnings"]!.AsArray());
        var results = await app.ApplyAsync(answer.Body["manifests"]!.GetValue<string>(), dryRun: true);
        Assert.True(results.IsValid, string.Join("; ", results.Results.SelectMany(result => result.Errors)));
        Assert.Equal(5, results.Results.Count(result => result.Action == ManifestResult.Created));
        Assert.Equal("There is no Backend named nowhere.", other.Body["errors"]!["backend"]![0]!.GetValue<string>());
        Assert.Contains(
            "sloth, pyrra",
            unknown.Body["errors"]!["format"]![0]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    private static (IReadOnlyDictionary<string, Slo> Slos, IReadOnlyList<ManifestError> Warnings) Read()
    {
        var imported = SloImport.Read("pyrra", File.Replace("$-", "", StringComparison.Ordinal), new("prom"));
        return (Imported.Slos(imported.Manifests), imported.Warnings);
    }

    private static async Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(
        HttpClient client,
        string path,
        string text
    )
    {
        using var content = new StringContent(text, new MediaTypeHeaderValue("application/yaml"));
        var response = await client.PostAsync($"/api/v1/{path}", content, World.Cancellation);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonObject>(World.Cancellation))!);
    }
}
