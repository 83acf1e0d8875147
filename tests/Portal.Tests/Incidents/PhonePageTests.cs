using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Portal.Access;
using Portal.Domain.Incidents;
using Portal.Incidents;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class PhonePageTests(StillPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly HttpClient browser = portal.CreateVisitor();

    [Fact]
    public async Task Opening_the_link_a_hundred_times_changes_nothing()
    {
        var (story, incident, address) = await PagedAsync();
        var before = await story.TimelineAsync(incident);

        for (var visit = 0; visit < 100; visit++)
        {
            using var answer = await browser.GetAsync(address, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Null((await story.NewestAsync()).AcknowledgedAt);
        Assert.Equal(before.Count, (await story.TimelineAsync(incident)).Count);
    }

    [Fact]
    public async Task The_page_needs_no_script_and_no_cookie_and_says_what_matters()
    {
        var (_, incident, address) = await PagedAsync();

        using var answer = await browser.GetAsync(address, Cancellation);

        var page = await PageAsync(answer);
        Assert.Empty(page.Scripts);
        Assert.Contains(incident.Title, page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("You are paged", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{address}/acknowledge", page.QuerySelector(".ack-bar form")!.GetAttribute("action"));
    }

    [Fact]
    public async Task A_hundred_presses_are_one_acknowledge_and_one_line_of_audit()
    {
        var (story, incident, address) = await PagedAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PostAsync($"{address}/acknowledge")));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.Redirect, status));
        Assert.Equal(story.Ana, (await story.NewestAsync()).AcknowledgedBy);
        Assert.Single(await story.TimelineAsync(incident), entry => entry.Kind is TimelineKind.Acknowledged);
        Assert.Single(
            await portal.Get<AuditLog>().ListAsync("Incident", $"#{incident.Number}", null, null, 10, Cancellation)
        );
    }

    [Fact]
    public async Task Afterwards_the_page_says_who_has_it()
    {
        var (story, incident, address) = await PagedAsync();
        await story.Commands.AcknowledgeAsync(Story.As(story.Bo), incident.Number, Cancellation);

        var page = await PageAsync(await browser.GetAsync(address, Cancellation));

        Assert.Contains($"{story.Bo} has it since", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".ack-bar"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-2)]
    public async Task A_changed_link_shows_nothing_and_does_nothing(int changed)
    {
        var (story, _, address) = await PagedAsync();
        var at = changed < 0 ? address.Length + changed : "/a/".Length + changed;
        var forged = address[..at] + (address[at] == 'A' ? 'B' : 'A') + address[(at + 1)..];

        using var answer = await browser.GetAsync(forged, Cancellation);
        await PostAsync($"{forged}/acknowledge");

        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains(
            "no longer valid",
            await answer.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
        Assert.Null((await story.NewestAsync()).AcknowledgedAt);
    }

    [Fact]
    public async Task The_next_step_is_paged_from_the_link_and_only_once_for_two_presses()
    {
        var (story, incident, address) = await PagedAsync();
        var page = await PageAsync(await browser.GetAsync(address, Cancellation));
        var seen = page.QuerySelector("form[action$=escalate] [name=seen]")!.GetAttribute("value")!;

        await PostAsync($"{address}/escalate", ("seen", seen));
        await PostAsync($"{address}/escalate", ("seen", seen));

        Assert.Equal(["ana by push", "bo by push"], await story.PagesAsync(incident));
    }

    [Fact]
    public async Task A_snooze_from_the_link_is_quiet_and_the_page_says_until_when()
    {
        var (story, incident, address) = await PagedAsync();

        var status = await PostAsync($"{address}/snooze", ("for", "1h"));

        var page = await PageAsync(await browser.GetAsync($"{address}?said=snoozed", Cancellation));
        Assert.Equal(HttpStatusCode.Redirect, status);
        Assert.True((await story.ReadAsync(incident)).IsSnoozed);
        Assert.Contains("Snoozed until", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "nobody is paged until",
            page.QuerySelector("[role=status]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(page.QuerySelector(".ack-bar form"));
    }

    [Fact]
    public async Task What_was_merged_leads_to_where_it_goes_on_and_there_too_nobody_has_to_sign_in()
    {
        var (story, incident, address) = await PagedAsync();
        await story.FireAsync("slow", Domain.Alerting.Severity.Warning);
        var other = await story.NewestAsync();
        await story.MergeAsync(story.Bo, incident, other);

        await PostAsync($"{address}/acknowledge");
        var page = await PageAsync(await browser.GetAsync(address, Cancellation));

        Assert.Contains($"It goes on in #{other.Number}", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form"));
        var there = page.QuerySelector(".notice a")!.GetAttribute("href")!;
        Assert.StartsWith("/a/", there, StringComparison.Ordinal);
        await PostAsync($"{there}/acknowledge");
        Assert.Equal(story.Ana, (await story.ReadAsync(other)).AcknowledgedBy);
    }

    [Fact]
    public async Task The_page_for_people_asks_to_sign_in_and_refuses_forms_of_other_sites()
    {
        var (story, incident, _) = await PagedAsync();

        using var answer = await browser.GetAsync($"/i/{incident.Number}", Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/i/{incident.Number}/resolve");
        request.Headers.Authorization = new("Bearer", StillPortal.Token);
        request.Content = new FormUrlEncodedContent([]);
        using var forged = await browser.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.True((await story.NewestAsync()).IsOpen);
    }

    [Fact]
    public async Task The_page_for_people_resolves_with_a_form_and_no_script()
    {
        var (story, incident, _) = await PagedAsync();
        var person = portal.CreateVisitor(cookies: true);
        person.DefaultRequestHeaders.Authorization = new("Bearer", StillPortal.Token);
        var page = await PageAsync(await person.GetAsync($"/i/{incident.Number}", Cancellation));
        var form = page.QuerySelector("form[action$=resolve]")!;
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        using var fields = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var answer = await person.PostAsync(form.GetAttribute("action")!, fields, Cancellation);

        Assert.Empty(page.Scripts);
        Assert.False((await story.NewestAsync()).IsOpen);
    }

    private async Task<(Story Story, Incident Incident, string Address)> PagedAsync()
    {
        var story = await Story.BeginAsync(portal, Story.After(0, "ana"), Story.After(5, "bo"), Story.After(9, "chi"));
        await story.FireAsync();
        var incident = await story.NewestAsync();
        await story.PagesAsync(incident);
        return (story, incident, "/a/" + portal.Get<AcknowledgeLinks>().Token(incident.Number, story.Ana));
    }

    private async Task<HttpStatusCode> PostAsync(string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal)
        );
        using var answer = await browser.PostAsync(address, form, Cancellation);
        return answer.StatusCode;
    }

    private static async Task<IHtmlDocument> PageAsync(HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancellation));
}
