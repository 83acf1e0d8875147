using Portal.Incidents;

namespace Portal.Tests.Incidents;

public sealed class RunbookMarkdownTests
{
    [Theory]
    [InlineData("[x](javascript:alert(1))", "href=\"#\"")]
    [InlineData("[x](//evil.example)", "href=\"#\"")]
    [InlineData("<javascript:alert(1)>", "href=\"#\"")]
    [InlineData("[x](https://grafana.example/d/1)", "href=\"https://grafana.example/d/1\"")]
    [InlineData("[x](/incidents)", "href=\"/incidents\"")]
    public void Links_lead_only_to_where_a_browser_may_safely_go(string markdown, string expected) =>
        Assert.Contains(expected, RunbookMarkdown.Html(markdown), StringComparison.Ordinal);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("![x](https://tracker.example/p.png)")]
    public void Nothing_runs_and_nothing_is_fetched(string markdown)
    {
        var html = RunbookMarkdown.Html(markdown);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_step_stands_within_its_line_and_knows_what_to_copy()
    {
        Assert.Equal(
            "<strong>Roll back:</strong> <code>deployctl</code>",
            RunbookMarkdown.Html("**Roll back:** `deployctl`", inline: true)
        );
        Assert.Equal("deployctl", RunbookMarkdown.CodeOf("**Roll back:** `deployctl`"));
    }
}
