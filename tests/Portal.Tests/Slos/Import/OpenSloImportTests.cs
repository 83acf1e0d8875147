using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Slos.Import;

namespace Portal.Tests.Slos.Import;

/// <summary>Files of OpenSLO that the portal does not take as they are: several objectives, no source, other names.</summary>
public sealed class OpenSloImportTests(PortalApp app)
{
    private const string File = """
        apiVersion: openslo/v1
        kind: Service
        metadata: { name: $-WebShop, labels: { team: $-crew } }
        spec: { description: Sells things }
        ---
        apiVersion: openslo/v1
        kind: DataSource
        metadata: { name: $-prom }
        spec: { type: Prometheus, connectionDetails: { url: 'http://127.0.0.1:9' } }
        ---
        apiVersion: openslo/v1
        kind: SLI
        metadata: { name: Orders }
        spec:
          ratioMetric:
            counter: true
            good: { metricSource: { type: Prometheus, spec: { query: 'orders_total{code="200"}' } } }
            total: { metricSource: { type: Prometheus, spec: { query: orders_total } } }
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: $-orders, displayName: Orders, labels: { tier: one } }
        spec:
          service: $-WebShop
          indicatorRef: Orders
          timeWindow: [ { duration: 30d, isRolling: true } ]
          budgetingMethod: Occurrences
          objectives:
          - { displayName: Promised, target: 0.99 }
          - { displayName: Hoped for, target: 0.999 }
          - { target: 0.9995 }
        """;

    [Fact]
    public void Each_further_objective_becomes_an_SLO_that_is_told()
    {
        var imported = Read("several");

        var slos = Imported.Slos(imported.Manifests);
        Assert.Equal(
            "several-orders 0.99, several-orders-hoped-for 0.999, several-orders-0-9995 0.9995",
            string.Join(", ", slos.Select(slo => FormattableString.Invariant($"{slo.Key} {slo.Value.Objective.Value}")))
        );
        Assert.All(slos.Values, slo => Assert.Equal("several-webshop", slo.Service));
        Assert.All(slos.Values, slo => Assert.Equal("several-prom", ((RatioSli)slo.Sli).Backend));
        Assert.Equal(
            "3 metadata.name, 17 spec.ratioMetric.good.metricSource.metricSourceRef, 18 spec.ratioMetric.total.metricSource.metricSourceRef, 24 spec.service, 30 spec.objectives[1], 31 spec.objectives[2]",
            string.Join(", ", imported.Warnings.Select(warning => $"{warning.Line} {warning.Path}"))
        );
    }

    [Fact]
    public async Task What_is_imported_can_be_applied()
    {
        await app.GivenAsync(Yaml.Team("applied-crew"));

        var results = await app.ApplyAsync(Read("applied").Manifests);

        Assert.True(results.Applied, string.Join("; ", results.Results.SelectMany(result => result.Errors)));
        var definitions = app.Get<IDefinitions>();
        Assert.Equal("http://127.0.0.1:9", definitions.Find<Backend>("applied-prom")!.Spec.Url.OriginalString);
        var slo = definitions.Find<Slo>("applied-orders-hoped-for")!;
        Assert.Equal(("Orders", "Hoped for"), (slo.Spec.Wording.DisplayName, slo.Spec.Wording.Objective));
        Assert.Equal("one", slo.Labels["tier"]);
        var service = Assert.Single(results.Results, result => result.Kind == "Service");
        Assert.Equal("applied-webshop", service.Name);
    }

    [Fact]
    public async Task Applied_as_it_is_the_file_is_refused_with_the_way_out()
    {
        var results = await app.ApplyAsync(File.Replace("$", "plain", StringComparison.Ordinal));

        Assert.False(results.Applied);
        var error = Assert.Single(
            results.Results.SelectMany(result => result.Errors),
            error => error.Path == "spec.objectives"
        );
        Assert.Equal(29, error.Line);
        Assert.Contains(
            "write an SLO for each, or let portal import openslo do it",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_composite_becomes_an_SLO_for_each_of_its_indicators()
    {
        const string composite = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: visit }
            spec:
              service: shop
              timeWindow: [ { duration: 28d, isRolling: true } ]
              objectives:
              - displayName: Found
                target: 0.98
                compositeWeight: 1
                indicator: { metadata: { name: found }, spec: { ratioMetric: { good: { metricSource: { spec: { query: a } } }, total: { metricSource: { spec: { query: b } } } } } }
              - displayName: Paid
                target: 0.99
                compositeWeight: 2
                indicator: { metadata: { name: paid }, spec: { ratioMetric: { good: { metricSource: { spec: { query: c } } }, total: { metricSource: { spec: { query: d } } } } } }
            """;

        var imported = SloImport.Read("openslo", composite, new("prom", Team: "crew"));

        Assert.Equal(
            "visit found, visit-paid paid",
            string.Join(
                ", ",
                Imported.Slos(imported.Manifests).Select(slo => $"{slo.Key} {slo.Value.Wording.Indicator}")
            )
        );
        Assert.Equal(
            2,
            imported.Warnings.Count(warning => warning.Path.EndsWith("compositeWeight", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void What_the_portal_would_refuse_is_left_out_with_its_line()
    {
        var text = File.Replace("target: 0.999 }", "target: 1 }", StringComparison.Ordinal)
            .Replace("$", "left", StringComparison.Ordinal);

        var imported = SloImport.Read("openslo", text, new("prom"));

        Assert.Equal(2, Imported.Slos(imported.Manifests).Count);
        Assert.Contains(
            imported.Warnings,
            told => told.Line == 30 && told.Path.EndsWith("target", StringComparison.Ordinal)
        );
        Assert.Contains(
            imported.Warnings,
            told => told.Message.StartsWith("left-orders-hoped-for is left out", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void An_SLO_of_more_objectives_than_people_make_is_left_out_and_not_read_for_each()
    {
        var many = string.Join("\n", Enumerable.Range(0, 21).Select(at => $"  - {{ target: 0.9{at + 10} }}"));
        var text = File.Replace("  - { target: 0.9995 }", many, StringComparison.Ordinal);

        var refused = Assert.Throws<InvalidInputException>(() => SloImport.Read("openslo", text, new("prom")));

        Assert.Contains("more than 20 objectives", refused.Errors["body"][0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_SLO_without_a_name_for_the_portal_is_left_out()
    {
        var text = File.Replace("$", "named", StringComparison.Ordinal);

        var imported = SloImport.Read(
            "openslo",
            $"{text}\n---\n{text.Replace("named-orders", "支付", StringComparison.Ordinal)}",
            new("prom")
        );

        Assert.Equal(3, Imported.Slos(imported.Manifests).Count);
        Assert.Contains(
            imported.Warnings,
            told => told.Message.Contains("no name that the portal could keep", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("apiVersion: [", "not valid YAML")]
    [InlineData("{ apiVersion: portal/v1, kind: Team, metadata: { name: a }, spec: {} }", "no kind of OpenSLO v1")]
    [InlineData("{ apiVersion: openslo/v1, kind: SLO, metadata: { name: a }, spec: {} }", "cannot be known")]
    [InlineData("", "No SLO in it")]
    public void A_file_without_an_SLO_is_refused_with_the_reason(string text, string reason)
    {
        var refused = Assert.Throws<InvalidInputException>(() => SloImport.Read("openslo", text, new("")));

        Assert.Contains(reason, refused.Errors["body"][0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_reads_it_without_a_backend_where_the_file_names_them()
    {
        var client = await app.ProgramAsync();
        var text = File.Replace("type: Prometheus, spec", "metricSourceRef: $-prom, spec", StringComparison.Ordinal)
            .Replace("$", "api", StringComparison.Ordinal);

        var response = await client.PostAsync(
            "/api/v1/import?format=openslo",
            new StringContent(text, new MediaTypeHeaderValue("application/yaml")),
            World.Cancellation
        );

        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(World.Cancellation);
        Assert.Equal(3, Imported.Slos($"{answer!["manifests"]}").Count);
    }

    private static ImportedSlos Read(string name) =>
        SloImport.Read("openslo", File.Replace("$", name, StringComparison.Ordinal), new($"{name}-prom"));
}
