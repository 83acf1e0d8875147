using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;
using Portal.Slos.Editing;
using Portal.Slos.Pages;
using Portal.Slos.Preview;

namespace Portal.Tests.Slos.Pages;

public sealed class SloFormTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  alertPolicies: [ fast-burn, slow-burn ]")]
    [InlineData("  alertPolicies: []")]
    [InlineData("  minBadEvents: 3")]
    [InlineData(
        "  alertPolicies: [ { kind: AlertPolicy, metadata: { name: own }, spec: { conditions: [ { spec: { severity: page, condition: { threshold: 7, lookbackWindow: 3h } } } ] } } ]"
    )]
    public void Opening_and_saving_changes_nothing(string more) => IsKept($"{Manifest.Slo}\n{more}");

    [Theory]
    [InlineData(
        "[ { duration: 30d, isRolling: true } ]",
        "[ { duration: 1M, calendar: { startTime: 2022-01-31 12:00:00, timeZone: America/New_York } } ]"
    )]
    [InlineData("target: 0.999", "targetPercent: 99.95, displayName: Most, timeSliceWindow: 10s")]
    [InlineData(
        "Occurrences\n  objectives: [ { target: 0.999 } ]",
        "Timeslices\n  objectives: [ { target: 0.99, timeSliceTarget: 0.95 } ]"
    )]
    [InlineData("bad: {", "good: {")]
    public void Whatever_a_manifest_said_the_editor_keeps(string part, string instead) =>
        IsKept(Manifest.With(part, instead));

    [Fact]
    public void A_switched_off_preset_is_left_out_and_another_window_has_its_own_presets()
    {
        var form = SloForm.Of(Definition(Manifest.Slo));
        form.Off.Add("slow-burn");
        Assert.Equal("fast-burn medium-burn creeping-burn", Names(SloDraft.Slo(form.ToDocument())!.Alerts));

        form.Window = "rolling 90d";
        Assert.Equal("fast-burn medium-burn", Names(SloDraft.Slo(form.ToDocument())!.Alerts));
        Assert.Equal("fast-burn medium-burn slow-burn", Names(form.Frame()!.Alerts));
    }

    [Fact]
    public void An_unfinished_form_names_its_fields_and_promises_nothing()
    {
        var document = new SloForm
        {
            Name = "new",
            Sli = { Backend = "prom" },
            ObjectivePercent = 100,
        }.ToDocument();

        Assert.Null(SloDraft.Slo(document));
        Assert.Contains(document.Errors, error => error.Path == "spec.service");
        Assert.Contains(document.Errors, error => error.Path == "spec.objectives[0].targetPercent");
        Assert.Contains(
            document.Errors,
            error => error.Path == "spec.indicator.spec.ratioMetric.total.metricSource.spec.query"
        );
    }

    [Theory]
    [InlineData("0", 99)]
    [InlineData("1.5", 99.7)]
    [InlineData("2", 99.9)]
    [InlineData("3.5", 99.97)]
    [InlineData("4", 99.99)]
    public void The_slider_gives_as_much_room_to_each_nine(string position, double percent)
    {
        Assert.Equal((decimal)percent, ObjectiveLadder.At(position));
        Assert.Equal(position, ObjectiveLadder.Position((decimal)percent));
    }

    private static void IsKept(string yaml)
    {
        var before = Definition(yaml);
        var after = SloDraft.Slo(SloForm.Of(before).ToDocument());

        Assert.Equal(
            SloManifest.Definition.Write(before.Spec).ToJsonString(),
            SloManifest.Definition.Write(after!).ToJsonString()
        );
    }

    private static Definition<Slo> Definition(string yaml)
    {
        var document = Assert.Single(ManifestReader.Read(yaml));
        var slo = SloDraft.Slo(document);
        Assert.True(slo is not null, string.Join(", ", document.Errors));
        return new(Guid.NewGuid(), "checkout", LabelSet.Empty, slo, 3, NodaConstants.UnixEpoch, "ana");
    }

    private static string Names(IEnumerable<BudgetAlert> alerts) =>
        string.Join(' ', alerts.Select(alert => alert.Name));
}
