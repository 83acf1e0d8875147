using Bunit;
using Portal.Shell;
using Portal.Tests.Ui;
using Portal.Ui;

namespace Portal.Tests.Shell;

public sealed class NavigationTests
{
    [Theory]
    [InlineData("/slos", "/slos", true)]
    [InlineData("/slos", "/slos/checkout-availability/edit", true)]
    [InlineData("/slos", "/slosh", false)]
    [InlineData("/", "/slos", false)]
    [InlineData("/admin/users", "/admin/audit", true)]
    public void An_entry_is_current_on_its_page_and_below(string href, string path, bool isCurrent)
    {
        var entry = NavSections
            .All.SelectMany(section => section.Entries)
            .Append(NavSections.Admin)
            .First(entry => entry.Href == href);

        Assert.Equal(isCurrent, entry.IsAt(path));
    }

    [Fact]
    public void Open_incidents_are_red_only_while_somebody_must_act()
    {
        using var stage = new Stage();
        var incidents = NavSections.All[0].Entries[1];

        var calm = stage.Render<NavItem>(part => Counted(part, incidents, new(OpenIncidents: 3)));
        var red = stage.Render<NavItem>(part => Counted(part, incidents, new(OpenIncidents: 3, Unacknowledged: true)));

        Assert.Empty(calm.FindAll(".nav-count-open"));
        Assert.Equal("3 open", red.Find(".nav-count-open.is-critical").TextContent);
    }

    private static void Counted(ComponentParameterCollectionBuilder<NavItem> part, NavEntry entry, NavCounts counts) =>
        part.Add(item => item.Entry, entry).Add(item => item.Path, "/").Add(item => item.Counts, counts);
}
