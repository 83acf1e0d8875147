using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;
using Portal.Slos.Editing;

namespace Portal.Tests.Slos;

/// <summary>What people call an SLO and its parts, from a file of OpenSLO and back.</summary>
public sealed class OpenSloWordingTests(PortalApp app)
{
    private const string Given = """
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: $-slo
          displayName: Baskets are paid
          labels:
            tier: one
          annotations:
            openslo.com/owner: '# Ana'
            shop.example/dashboard: https://shop.example/d/1
        spec:
          description: Payments that end well
          service: $-shop
          indicator:
            metadata:
              name: errors
              displayName: Failed payments
            spec:
              description: Failures over all payments
              ratioMetric:
                counter: true
                bad:
                  metricSource:
                    metricSourceRef: $-prom
                    type: Prometheus
                    spec:
                      query: payments_total{failed="1"}
                total:
                  metricSource:
                    metricSourceRef: $-prom
                    type: Prometheus
                    spec:
                      query: payments_total
          timeWindow:
          - duration: 30d
            isRolling: true
          budgetingMethod: Occurrences
          objectives:
          - displayName: Nearly all
            target: 0.999

        """;

    [Fact]
    public async Task Texts_are_kept_and_written_where_they_stood()
    {
        var text = await GivenAsync("worded");

        var slo = app.Get<IDefinitions>().Find<Slo>("worded-slo")!;

        Assert.Equal("Baskets are paid", slo.Spec.Wording.DisplayName);
        Assert.Equal("# Ana", slo.Spec.Wording.Annotations["openslo.com/owner"]);
        Assert.Equal(
            ("Failed payments", "Failures over all payments"),
            (slo.Spec.Wording.IndicatorDisplayName, slo.Spec.Wording.IndicatorDescription)
        );
        var export = app.Get<ManifestExport>().Yaml("SLO", "worded-slo");
        Assert.Equal(text, export.Replace("\"# Ana\"", "'# Ana'", StringComparison.Ordinal));
        Assert.Equal("unchanged", Assert.Single((await app.ApplyAsync(export)).Results).Action);
    }

    [Fact]
    public async Task The_editor_keeps_what_it_does_not_ask_for()
    {
        await GivenAsync("edited");
        var before = app.Get<IDefinitions>().Find<Slo>("edited-slo")!;

        var form = SloForm.Of(before);
        form.DisplayName = " Baskets ";
        var document = form.ToDocument();
        document.Settle(SloManifest.Definition.KeepsMetadata);
        var after = (Slo)SloManifest.Definition.Read(document.Spec)!;

        Assert.Empty(document.Errors);
        Assert.Equal(before.Spec.Wording with { DisplayName = "Baskets" }, after.Wording);
    }

    [Fact]
    public async Task An_annotation_without_a_value_is_told()
    {
        await GivenAsync("empty");

        var results = await app.ApplyAsync(
            Text("empty").Replace("'# Ana'", "''", StringComparison.Ordinal),
            dryRun: true
        );

        var warning = Assert.Single(Assert.Single(results.Results).Warnings!);
        Assert.Equal((9, "openslo.com/owner has no value and is left out."), (warning.Line, warning.Message));
    }

    [Fact]
    public async Task A_display_name_in_two_places_is_refused()
    {
        await GivenAsync("twice");

        var results = await app.ApplyAsync(
            Text("twice").Replace("  service:", "  displayName: Other\n  service:", StringComparison.Ordinal),
            dryRun: true
        );

        Assert.Contains(
            Assert.Single(results.Results).Errors,
            error => error.Message.Contains("displayName is given twice", StringComparison.Ordinal)
        );
    }

    private static string Text(string name) => Given.Replace("$", name, StringComparison.Ordinal);

    private async Task<string> GivenAsync(string name)
    {
        await app.GivenAsync(Yaml.Team($"{name}-crew") + Yaml.Service($"{name}-shop", $"{name}-crew"));
        await app.GivenAsync(
            $"{{ apiVersion: portal/v1, kind: Backend, metadata: {{ name: {name}-prom }}, spec: {{ url: 'http://127.0.0.1:9' }} }}"
        );
        await app.GivenAsync(Text(name));
        return Text(name);
    }
}
