using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Incidents;
using Portal.Incidents.Pages;
using Portal.Manifests;
using Portal.Teams;
using Portal.Ui;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class IncidentPageTests : IAsyncLifetime
{
    private readonly StillPortal portal;
    private readonly BunitContext browser = new();
    private readonly SomebodySignedIn viewer = new();
    private Story story = null!;

    // A deadline and no pause: the page is looked at after each render, and a busy machine may need more than bunit's second.
    static IncidentPageTests() => BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(20);

    public IncidentPageTests(StillPortal portal)
    {
        this.portal = portal;
        Share<IncidentStore>();
        Share<IncidentReader>();
        Share<IncidentCommands>();
        Share<IncidentJournal>();
        Share<SnoozeIncident>();
        Share<MergeIncidents>();
        Share<StampCorrections>();
        Share<IDefinitions>();
        Share<Authoriser>();
        Share<People>();
        Share<IClock>();
        browser.Services.AddSingleton<AuthenticationStateProvider>(viewer);
        browser.Services.AddUi();
        browser.Services.AddScoped<CurrentActor>().AddScoped<IncidentActions>();
        browser.SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public async ValueTask InitializeAsync()
    {
        story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"));
        viewer.User = story.Ana;
        await story.FireAsync();
    }

    public ValueTask DisposeAsync() => browser.DisposeAsync();

    [Fact]
    public async Task The_list_shows_what_nobody_has_and_acknowledges_in_the_row()
    {
        var list = List($"/incidents?service={story.Service}");

        list.Find("li.inc .inc-do button").Click();

        list.WaitForAssertion(() => Assert.Empty(list.FindAll("li.inc .inc-do button")));
        Assert.Contains("You acknowledged", list.Find("li.inc").TextContent, StringComparison.Ordinal);
        Assert.Equal(story.Ana, (await story.NewestAsync()).AcknowledgedBy);
    }

    [Fact]
    public void A_list_that_filters_empty_names_the_filters_and_offers_to_clear_them()
    {
        var list = List($"/incidents?service={story.Service}&severity=warning");

        Assert.Contains("No incident matches 2 filters", list.Markup, StringComparison.Ordinal);
        Assert.Equal("/incidents", list.Find(".empty a").GetAttribute("href"));
    }

    [Fact]
    public async Task Somebody_of_another_team_sees_it_without_a_button()
    {
        viewer.User = (await Story.BeginAsync(portal)).Bo;

        var list = List($"/incidents?service={story.Service}");

        Assert.Single(list.FindAll("li.inc"));
        Assert.Empty(list.FindAll("li.inc .inc-do button"));
    }

    [Fact]
    public async Task The_page_offers_what_can_be_done_and_warns_before_a_resolve_that_hides_alerts()
    {
        var page = await DetailAsync();

        page.FindAll(".actions button").Single(button => button.TextContent == "Resolve").Click();

        Assert.Contains(
            "while 1 alert still fires",
            page.WaitForElement("modal-dialog[open] h2").TextContent,
            StringComparison.Ordinal
        );
        Assert.True((await story.NewestAsync()).IsOpen);
        page.Find("modal-dialog[open] .btn-primary").Click();
        page.WaitForAssertion(() =>
            Assert.Contains("Reopen", page.Find(".actions").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Snoozed_in_the_dialog_the_page_says_until_when_and_offers_to_end_it()
    {
        var page = await DetailAsync();
        page.FindAll(".actions button").Single(button => button.TextContent == "Snooze").Click();

        page.WaitForElement("modal-dialog[open] .btn-primary").Click();

        page.WaitForAssertion(() =>
            Assert.Matches(
                @"Snoozed until \S+.*by you, then it pages again\.",
                page.Find(".notice").TextContent.ReplaceLineEndings(" ")
            )
        );
        Assert.True((await story.NewestAsync()).IsSnoozed);
        page.FindAll(".notice button").Single(button => button.TextContent == "End snooze").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".notice").Select(notice => notice.TextContent)));
        Assert.False((await story.NewestAsync()).IsSnoozed);
    }

    [Fact]
    public async Task Merged_in_the_dialog_the_page_says_where_it_goes_on_and_offers_nothing_else()
    {
        var incident = await story.NewestAsync();
        var page = await DetailAsync();
        await story.FireAsync("slow", Domain.Alerting.Severity.Warning);
        var other = await story.NewestAsync();
        page.FindAll(".inc-line button").Single(button => button.TextContent == "Merge").Click();

        page.WaitForElement("modal-dialog[open] select").Change($"{other.Number}");
        page.Find("modal-dialog[open] .btn-primary").Click();

        page.WaitForAssertion(() =>
            Assert.Equal($"/incidents/{other.Number}", page.Find(".notice a").GetAttribute("href"))
        );
        Assert.Empty(page.FindAll(".actions button"));
        Assert.Equal(other.Number, (await story.ReadAsync(incident)).MergedInto);
    }

    [Fact]
    public async Task A_note_of_mine_appears_and_can_be_pinned_to_the_top()
    {
        var page = await DetailAsync();
        page.Find("#new-note").Change("14 % of payments fail");
        page.Find("form.composer").Submit();
        page.WaitForElement(".note");

        page.FindAll(".what-do button").Single(button => button.TextContent == "Pin").Click();

        page.WaitForAssertion(() =>
            Assert.Contains("14 % of payments fail", page.Find(".impact").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_timeline_shows_only_notes_when_asked_to()
    {
        var incident = await story.NewestAsync();
        await story.Journal.NoteAsync(
            Story.As(story.Bo),
            incident.Number,
            "looking",
            Xunit.TestContext.Current.CancellationToken
        );

        var page = await DetailAsync("?show=notes");

        var line = Assert.Single(page.FindAll(".timeline > li"));
        Assert.Contains($"{story.Bo} noted", line.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_says_so()
    {
        var page = browser.Render<IncidentDetail>(parameters => parameters.Add(one => one.Number, 999_999_999));

        page.WaitForAssertion(() =>
            Assert.Contains("There is no incident #999999999", page.Markup, StringComparison.Ordinal)
        );
    }

    private IRenderedComponent<IncidentList> List(string address)
    {
        browser.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var list = browser.Render<IncidentList>();
        list.WaitForState(() => list.FindAll(".loading").Count == 0);
        return list;
    }

    private async Task<IRenderedComponent<IncidentDetail>> DetailAsync(string query = "")
    {
        var incident = await story.NewestAsync();
        browser.Services.GetRequiredService<NavigationManager>().NavigateTo($"/incidents/{incident.Number}{query}");
        var page = browser.Render<IncidentDetail>(parameters => parameters.Add(one => one.Number, incident.Number));
        page.WaitForElement(".timeline");
        return page;
    }

    private void Share<T>()
        where T : class => browser.Services.AddSingleton(portal.Get<T>());

    private sealed class SomebodySignedIn : AuthenticationStateProvider
    {
        public string User { get; set; } = "";

        public override Task<AuthenticationState> GetAuthenticationStateAsync()
        {
            var identity = new ClaimsIdentity([new(ClaimTypes.Name, User)], "test");
            return Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)));
        }
    }
}
