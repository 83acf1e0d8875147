using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Manifests;

namespace Portal.Tests.Slos;

/// <summary>Files of OpenSLO v1 as others write them: every kind, each naming the next.</summary>
public sealed class OpenSloFileTests(PortalApp app)
{
    [Fact]
    public async Task A_file_of_every_kind_becomes_a_backend_a_service_and_an_SLO()
    {
        await app.GivenAsync(Yaml.Team("whole-crew"));

        var results = await app.ApplyAsync(OpenSloFile.Of("whole"));

        Assert.True(results.Applied, Told(results));
        Assert.Equal(
            [
                "created Backend",
                "created Service",
                "unchanged SLI",
                "unchanged AlertNotificationTarget",
                "unchanged AlertCondition",
                "unchanged AlertPolicy",
                "created SLO",
            ],
            results.Results.Select(result => $"{result.Action} {result.Kind}"),
            StringComparer.Ordinal
        );
        var definitions = app.Get<IDefinitions>();
        Assert.Equal("http://127.0.0.1:9", definitions.Find<Backend>("whole-metrics")!.Spec.Url.OriginalString);
        var service = definitions.Find<Service>("whole-shop")!.Spec;
        Assert.Equal(("whole-crew", "Sells things"), (service.Team, service.Description));
        var slo = definitions.Find<Slo>("whole-slo")!.Spec;
        Assert.Equal("whole-metrics", Assert.IsType<RatioSli>(slo.Sli).Backend);
        Assert.Equal(
            ("whole-errors", "Failures over requests"),
            (slo.Wording.Indicator, slo.Wording.IndicatorDescription)
        );
        Assert.Equal(
            [("whole-pages", 10m), ("slow-burn", 3m)],
            slo.Alerts.OfType<BurnRateAlert>().Select(alert => (alert.Name, alert.Factor(slo.Window.NominalLength)))
        );
    }

    [Fact]
    public async Task What_is_not_kept_is_told_with_its_line()
    {
        await app.GivenAsync(Yaml.Team("told-crew"));
        var client = await app.ProgramAsync();

        var response = await client.PostAsync(
            "/api/v1/manifests?dryRun=true",
            new StringContent(OpenSloFile.Of("told"), new MediaTypeHeaderValue("application/yaml")),
            World.Cancellation
        );

        var results = (await response.Content.ReadFromJsonAsync<JsonObject>(World.Cancellation))!["results"]!.AsArray();
        var told = results
            .SelectMany(result => result!["warnings"]?.AsArray() ?? [])
            .Select(warning => $"{warning!["line"]} {warning["path"]}");
        Assert.Equal(
            [
                "3 metadata.displayName",
                "8 spec.connectionDetails.tenant",
                "25 kind",
                "35 spec.condition.op",
                "41 spec.alertWhenNoData",
                "43 spec.notificationTargets",
            ],
            told,
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task What_is_imported_and_exported_and_imported_again_is_the_same()
    {
        await app.GivenAsync(Yaml.Team("same-crew"));
        await app.GivenAsync(OpenSloFile.Of("same"));
        var export = app.Get<ManifestExport>();
        string[] written =
        [
            export.Yaml("Backend", "same-metrics"),
            export.Yaml("Service", "same-shop"),
            export.Yaml("SLO", "same-slo"),
        ];

        var again = await app.ApplyAsync(string.Join("---\n", written));
        var original = await app.ApplyAsync(OpenSloFile.Of("same"));

        Assert.All(again.Results.Concat(original.Results), result => Assert.Equal("unchanged", result.Action));
        Assert.DoesNotContain("Ref: same-errors", written[2], StringComparison.Ordinal);
        Assert.Equal(written[2], export.Yaml("SLO", "same-slo"));
    }

    [Theory]
    [InlineData("indicatorRef: $-errors", "indicatorRef: other", "spec.indicatorRef", "There is no SLI other")]
    [InlineData(
        "conditionRef: $-fast",
        "conditionRef: other",
        "spec.conditions[0].conditionRef",
        "AlertCondition other"
    )]
    [InlineData("$-pages, slow-burn", "other", "spec.alertPolicies", "beside the SLO")]
    [InlineData("threshold: 10,", "threshold: ten,", "spec.condition.threshold", "Write a number")]
    [InlineData("threshold: 10,", "threshold: ten,", "spec.alertPolicies", "AlertPolicy wrong-pages on line")]
    [InlineData("bad: {", "worse: {", "spec.ratioMetric.worse", "Unknown field")]
    [InlineData("bad: {", "worse: {", "spec.indicatorRef", "on line 15 cannot be used")]
    [InlineData(
        ", labels: { team: $-crew }",
        "",
        "metadata.labels.team",
        "a service belongs to a team: name it, as in"
    )]
    [InlineData("type: Prometheus\n", "type: Datadog\n", "spec.type", "use Prometheus")]
    [InlineData("url: http", "address: http", "spec.connectionDetails.url", "url is missing")]
    [InlineData("kind: SLI", "kind: Sli", "kind", "Sli is no kind")]
    [InlineData("openslo/v1\nkind: SLI", "openslo/v2\nkind: SLI", "apiVersion", "SLI needs apiVersion openslo/v1")]
    public async Task A_mistake_is_told_where_it_stands_and_nothing_is_applied(
        string part,
        string instead,
        string path,
        string message
    )
    {
        await app.GivenAsync(Yaml.Team("wrong-crew"));
        var text = OpenSloFile.Whole.Contains(part, StringComparison.Ordinal)
            ? OpenSloFile.Whole.Replace(part, instead, StringComparison.Ordinal)
            : throw new ArgumentException($"The file has no {part}", nameof(part));

        var results = await app.ApplyAsync(text.Replace("$", "wrong", StringComparison.Ordinal));

        Assert.False(results.Applied);
        Assert.Contains(
            results.Results.SelectMany(result => result.Errors),
            error => error.Path == path && error.Message.Contains(message, StringComparison.Ordinal) && error.Line > 0
        );
        Assert.False(app.Get<IDefinitions>().Exists("SLO", "wrong-slo"));
    }

    [Fact]
    public async Task A_service_and_a_backend_that_are_there_stay_as_they_are()
    {
        await app.GivenAsync(Yaml.Team("kept-crew") + Yaml.Service("kept-shop", "kept-crew"));
        await app.GivenAsync(
            "{ apiVersion: portal/v1, kind: Backend, metadata: { name: kept-metrics }, spec: { url: 'http://127.0.0.1:10' } }"
        );

        var results = await app.ApplyAsync(
            OpenSloFile.Of("kept").Replace(", labels: { team: kept-crew }", "", StringComparison.Ordinal)
        );

        Assert.True(results.Applied, Told(results));
        Assert.Equal(
            ["unchanged DataSource", "unchanged Service"],
            results.Results.Take(2).Select(result => $"{result.Action} {result.Kind}"),
            StringComparer.Ordinal
        );
        Assert.Contains(
            results.Results[0].Warnings!,
            warning => warning.Message.Contains("stays at http://127.0.0.1:10", StringComparison.Ordinal)
        );
        Assert.Equal(
            "http://127.0.0.1:10",
            app.Get<IDefinitions>().Find<Backend>("kept-metrics")!.Spec.Url.OriginalString
        );
    }

    [Fact]
    public async Task An_SLI_that_no_SLO_names_is_told_about()
    {
        var results = await app.ApplyAsync(
            "{ apiVersion: openslo/v1, kind: SLI, metadata: { name: alone }, spec: { ratioMetric: {} } }",
            dryRun: true
        );

        var result = Assert.Single(results.Results);
        Assert.Equal("unchanged", result.Action);
        Assert.Contains(
            "No SLO of this file names it",
            Assert.Single(result.Warnings!).Message,
            StringComparison.Ordinal
        );
    }

    private static string Told(ManifestResults results) =>
        string.Join("; ", results.Results.SelectMany(result => result.Errors));
}
