using Portal.Alerting.Pages;
using Portal.Manifests;

namespace Portal.Tests.Alerting.Pages;

public sealed class RuleFormTests(PortalApp app)
{
    private readonly RuleWorld world = new(app);

    [Fact]
    public async Task A_rule_that_is_opened_and_saved_as_it_is_does_not_change()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        await world.RuleAsync(
            "same",
            interval: "1h",
            more: ", for: 90s, limit: 7, paused: true, labels: { tier: \"1\" }, annotations: { summary: s, description: d, team_link: x }"
        );
        var form = RuleForm.Of(world.Rule("same"));

        var results = await world.TryAsync(form.ToManifest().ToJsonString());

        Assert.Equal(ManifestResult.Unchanged, results.Results[0].Action);
        Assert.Empty(form.ChangedSince(RuleForm.Of(world.Rule("same"))));
    }

    [Fact]
    public void What_was_changed_is_named_by_its_label()
    {
        var saved = new RuleForm { Threshold = "0.05" };
        var form = saved.Copy();
        form.Threshold = "0,06";
        form.Labels = [new("tier", "1")];

        Assert.Equal(["threshold", "labels"], form.ChangedSince(saved));
        Assert.Equal("0.06", (string?)form.ToManifest()["spec"]!["condition"]!["threshold"]);
    }

    [Theory]
    [InlineData("prom refuses the query (400): 1:5: parse error: unexpected", "sum(route", 5, "sum(", "route")]
    [InlineData("2:3: parse error: unexpected end of input", "a\n+", 0, null, null)]
    [InlineData("1:4: parse error: unexpected end of input", "sum", 4, "su", "m")]
    [InlineData("prom cannot be reached", "a", 0, null, null)]
    public void A_mistake_is_found_where_the_backend_says(
        string message,
        string query,
        int column,
        string? before,
        string? bad
    )
    {
        var place = BadPlace.In(message, query);

        Assert.Equal((column, before, bad), (place?.Column ?? 0, place?.Before, place?.Bad));
    }
}
