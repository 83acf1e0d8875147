using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class SafeMarkdownTests
{
    [Theory]
    [InlineData("[a](https://example.org)", "<a href=\"https://example.org\">a</a>")]
    [InlineData("[a](mailto:a@example.org)", "<a href=\"mailto:a@example.org\">a</a>")]
    [InlineData("[a](/rules/x)", "<a href=\"/rules/x\">a</a>")]
    [InlineData("<https://example.org>", "<a href=\"https://example.org\">https://example.org</a>")]
    public void Links_to_the_web_and_to_mail_stay(string text, string expected) =>
        Assert.Equal($"<p>{expected}</p>\n", SafeMarkdown.ToHtml(text));

    [Theory]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](data:text/html,x)")]
    [InlineData("[a](//evil.example)")]
    [InlineData("[a](/\\evil.example)")]
    [InlineData("![a](https://example.org/x.png)")]
    [InlineData("[a][x]\n\n[x]: vbscript:x")]
    public void Of_any_other_link_only_the_words_stay(string text) =>
        Assert.Equal("<p>a</p>\n", SafeMarkdown.ToHtml(text));

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("text <b onclick=x>bold</b>")]
    public void Html_is_text(string text)
    {
        var html = SafeMarkdown.ToHtml(text);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b ", html, StringComparison.Ordinal);
        Assert.Contains("&lt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_stand_below_those_of_the_page_without_a_gap() =>
        Assert.Equal("<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n", SafeMarkdown.ToHtml("## a\n\n##### b\n\n## c"));
}
