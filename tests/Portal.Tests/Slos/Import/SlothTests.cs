using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Import;

namespace Portal.Tests.Slos.Import;

public sealed class SlothTests(PortalApp app)
{
    private const string File = """
        version: "prometheus/v1"
        service: $-basket
        labels: { owner: $-crew, tier: "2" }
        slos:
          - name: requests
            objective: 99.9
            description: Most baskets are answered.
            labels: { category: availability }
            sli:
              events:
                error_query: sum(rate(basket_requests_total{job="basket",code=~"5.."}[{{.window}}]))
                total_query: sum(rate(basket_requests_total{job="basket"}[{{.window}}]))
            alerting:
              name: BasketErrors
              labels: { channel: baskets }
              page_alert: { labels: { severity: loud } }
              ticket_alert: { disable: true }
          - name: slow-checkouts
            objective: 95
            sli:
              events:
                error_query: |
                  sum(rate(checkout_seconds_count{job="basket"}[{{.window}}]))
                  -
                  sum(rate(checkout_seconds_bucket{job="basket",le="1"}[{{ .window }}]))
                total_query: sum by (region) (rate(checkout_seconds_count{job="basket"}[{{.window}}]))
          - name: mesh
            objective: 99
            sli:
              raw:
                error_ratio_query: 1 - (sum(rate(mesh_ok_total[{{.window}}])) / sum(rate(mesh_all_total[{{.window}}])))
          - name: recorded
            objective: 99
            sli: { raw: { error_ratio_query: 'basket:errors:ratio{job="basket"}' } }
          - name: magic
            objective: 99
            sli: { plugin: { id: common/availability, options: { job: basket } } }
        """;

    private const string Resource = """
        apiVersion: sloth.slok.dev/v1
        kind: PrometheusServiceLevel
        metadata: { name: basket, namespace: monitoring }
        spec:
          service: basket
          labels: { team: crew }
          slos:
            - name: requests
              objective: 99.5
              sli:
                events:
                  errorQuery: sum(increase(basket_requests_total{code=~"5.."}[{{.window}}]))
                  totalQuery: sum(increase(basket_requests_total[{{.window}}]))
              alerting:
                pageAlert: { disable: true }
                ticketAlert: { disable: true }
        """;

    [Fact]
    public void A_sum_of_rates_becomes_its_selector_and_other_rates_become_increases()
    {
        var (slos, _) = Read(File);

        var plain = Assert.IsType<RatioSli>(slos["basket-requests"].Sli);
        Assert.Equal(new CounterQuery("basket_requests_total{job=\"basket\",code=~\"5..\"}", true), plain.Bad);
        Assert.Equal(new CounterQuery("basket_requests_total{job=\"basket\"}", true), plain.Total);
        var difference = Assert.IsType<RatioSli>(slos["basket-slow-checkouts"].Sli);
        Assert.DoesNotContain("rate(", difference.Bad!.Query, StringComparison.Ordinal);
        Assert.Contains("increase(checkout_seconds_count", difference.Bad.Query, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_is_the_mean_of_its_slices_and_absent_with_its_query()
    {
        var (slos, _) = Read(File);

        var mesh = slos["basket-mesh"];
        Assert.Equal(BudgetingMethod.RatioTimeslices, mesh.Budgeting.Method);
        Assert.StartsWith("0 * (1 - (", Assert.IsType<RatioSli>(mesh.Sli).Total.Query, StringComparison.Ordinal);
        var recorded = Assert.IsType<GaugeSli>(slos["basket-recorded"].Sli);
        Assert.Equal(("basket:errors:ratio{job=\"basket\"}", true), (recorded.Gauge, recorded.IsFailure));
    }

    [Fact]
    public void Objectives_windows_and_alerts_are_Sloths()
    {
        var (slos, _) = Read(File);

        var slo = slos["basket-requests"];
        Assert.Equal((0.999m, NodaTime.Duration.FromDays(30)), (slo.Objective.Value, slo.Window.NominalLength));
        Assert.Equal("Most baskets are answered.", slo.Wording.Description);
        Assert.Equal(
            [14.4m, 6m],
            slo.Alerts.OfType<BurnRateAlert>().Select(alert => alert.Factor(slo.Window.NominalLength))
        );
        Assert.Equal(
            BurnRatePresets.For(slo.Window, slos["basket-mesh"].Objective, slo.Grid),
            slos["basket-mesh"].Alerts
        );
    }

    [Fact]
    public void What_has_no_counterpart_is_told_with_its_line()
    {
        var (slos, warnings) = Read(File);

        Assert.False(slos.ContainsKey("basket-magic"));
        Assert.Equal(
            [
                "14 slos[0].alerting.name",
                "15 slos[0].alerting.labels",
                "16 slos[0].alerting.page_alert.labels",
                "26 slos[1].sli.events.total_query",
                "31 slos[2].sli.raw.error_ratio_query",
                "35 slos[4].name",
                "37 slos[4].sli.plugin",
            ],
            warnings.Select(warning => $"{warning.Line} {warning.Path}"),
            StringComparer.Ordinal
        );
    }

    [Theory]
    [InlineData("sum by (region) (rate(a[{{.window}}]))")]
    [InlineData("sum(rate(a[{{.window}}])) by (region)")]
    [InlineData("sum(rate(a{zone=\"(b\"}[{{.window}}])) without (pod)")]
    public void Groups_that_are_added_up_are_told_wherever_they_are_named(string query)
    {
        var (_, warnings) = Read(
            File.Replace(
                "sum(rate(basket_requests_total{job=\"basket\"}[{{.window}}]))",
                query,
                StringComparison.Ordinal
            )
        );

        Assert.Contains(
            warnings,
            told =>
                told.Path == "slos[0].sli.events.total_query"
                && told.Message.StartsWith("Groups", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_comment_at_the_end_of_a_ratio_ends_with_its_line()
    {
        var (slos, _) = Read(
            File.Replace("[{{.window}}])))", "[{{.window}}]))) # of the mesh", StringComparison.Ordinal)
                .Replace("error_ratio_query: 1 - ", "error_ratio_query: |\n          1 - ", StringComparison.Ordinal)
        );

        var total = Assert.IsType<RatioSli>(slos["basket-mesh"].Sli).Total.Query;
        Assert.EndsWith("# of the mesh\n) + 1", total, StringComparison.Ordinal);
    }

    [Fact]
    public void The_resource_of_Kubernetes_is_the_same_in_other_letters()
    {
        var (slos, warnings) = Read(Resource);

        var slo = Assert.Single(slos).Value;
        Assert.Equal("basket_requests_total", Assert.IsType<RatioSli>(slo.Sli).Total.Query);
        Assert.Empty(slo.Alerts);
        Assert.Equal("metadata", Assert.Single(warnings).Path);
    }

    [Fact]
    public async Task What_is_imported_is_applied_and_read_again_as_the_same()
    {
        await app.GivenAsync(
            Yaml.Team("sloth-crew")
                + "---\n{ apiVersion: portal/v1, kind: Backend, metadata: { name: sloth-prom }, spec: { url: 'http://127.0.0.1:9' } }"
        );
        var imported = SloImport.Read("sloth", File.Replace("$", "sloth", StringComparison.Ordinal), new("sloth-prom"));

        var results = await app.ApplyAsync(imported.Manifests, dryRun: true);

        Assert.True(results.IsValid, string.Join("; ", results.Results.SelectMany(result => result.Errors)));
        Assert.All(results.Results, result => Assert.Equal("created", result.Action));
        Assert.All(results.Results, result => Assert.Null(result.Warnings));
        await app.GivenAsync(imported.Manifests);
        Assert.All(
            (await app.ApplyAsync(imported.Manifests)).Results,
            result => Assert.Equal("unchanged", result.Action)
        );
    }

    [Theory]
    [InlineData("version: prometheus/v2\nslos: []", "write prometheus/v1")]
    [InlineData("version: prometheus/v1\nservice: a\nslos: []", "No SLO in it can be taken")]
    [InlineData("version: prometheus/v1\nslos: []", "service that this belongs to cannot be known")]
    [InlineData("[ 1, 2 ]", "A document begins with its fields")]
    [InlineData("version: [", "not valid YAML")]
    public void A_file_of_which_nothing_can_be_taken_is_refused_with_the_reason(string text, string reason)
    {
        var refused = Assert.Throws<InvalidInputException>(() => SloImport.Read("sloth", text, new("prom")));

        Assert.Contains(
            reason,
            string.Join(' ', refused.Errors.SelectMany(field => field.Value)),
            StringComparison.Ordinal
        );
    }

    private static (IReadOnlyDictionary<string, Slo> Slos, IReadOnlyList<ManifestError> Warnings) Read(string text)
    {
        var imported = SloImport.Read("sloth", text.Replace("$-", "", StringComparison.Ordinal), new("prom"));
        return (Imported.Slos(imported.Manifests), imported.Warnings);
    }
}
