using Portal.Notifications;

namespace Portal.Tests.Notifications;

public sealed class MessageTextTests
{
    [Fact]
    public void Columns_have_a_head_where_something_stands_below_it()
    {
        var facts = MessageText.Html(With(new(["orders", "Met"]), new(["1 more SLO"])));
        var sentence = MessageText.Html(With(new MessageRow(["No SLO is defined for its services"])));

        Assert.Contains(">State</th>", facts, StringComparison.Ordinal);
        Assert.Contains("<td colspan=\"2\"", facts, StringComparison.Ordinal);
        Assert.DoesNotContain("<th", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_is_a_page_that_takes_dark_colours_and_encodes_what_came_from_outside()
    {
        var html = MessageText.Html(new MessageContent("A <b> & c", "It is.", Severity: "critical"));

        Assert.Contains("name=\"color-scheme\" content=\"light dark\"", html, StringComparison.Ordinal);
        Assert.Contains("A &lt;b&gt; &amp; c</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("color:#666", html, StringComparison.Ordinal);
        Assert.EndsWith("</html>", html, StringComparison.Ordinal);
    }

    private static MessageContent With(params MessageRow[] rows) =>
        new("The week", "") { Sections = [new("SLOs", ["State"], rows)] };
}
