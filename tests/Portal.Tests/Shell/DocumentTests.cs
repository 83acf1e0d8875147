using System.Net;
using System.Text.RegularExpressions;

namespace Portal.Tests.Shell;

/// <summary>What every page is served in.</summary>
public sealed partial class DocumentTests(PortalApp app)
{
    [Fact]
    public async Task A_chosen_theme_is_in_the_first_answer_and_the_systems_is_no_choice()
    {
        using var visitor = app.CreateVisitor();
        Assert.DoesNotContain("data-theme", await PageAsync(visitor), StringComparison.Ordinal);

        await ChooseAsync(visitor, "dark");
        Assert.Contains("data-theme=\"dark\"", await PageAsync(visitor), StringComparison.Ordinal);

        await ChooseAsync(visitor, "system");
        Assert.DoesNotContain("data-theme", await PageAsync(visitor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_circuit_runs_no_script()
    {
        using var visitor = app.CreateVisitor();

        Assert.DoesNotContain("<script", await PageAsync(visitor), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no-such-page", "text/html", "Nothing has this address")]
    [InlineData("/no-such-page", "application/json", "")]
    [InlineData("/api/v1/no-such-thing", "text/html", "\"title\":\"Not Found\"")]
    public async Task People_are_told_what_is_not_there_and_programs_get_no_page(
        string path,
        string accept,
        string told
    )
    {
        using var visitor = app.CreateVisitor();
        await SignInAsync(visitor);
        using var asked = new HttpRequestMessage(HttpMethod.Get, path);
        asked.Headers.Add("Accept", accept);

        var answer = await visitor.SendAsync(asked, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(told, body, StringComparison.Ordinal);
        Assert.Equal(told.Length == 0, body.Length == 0);
    }

    private static Task<string> PageAsync(HttpClient visitor) =>
        visitor.GetStringAsync("/sign-in", TestContext.Current.CancellationToken);

    private static Task ChooseAsync(HttpClient visitor, string theme) =>
        PostAsync(visitor, "/theme", [new("theme", theme)]);

    private static Task SignInAsync(HttpClient visitor) =>
        PostAsync(visitor, "/sign-in", [new("name", PortalApp.User), new("password", PortalApp.Password)]);

    private static async Task PostAsync(HttpClient visitor, string path, KeyValuePair<string, string>[] fields)
    {
        var token = FormToken().Match(await PageAsync(visitor)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", token)]);
        var answer = await visitor.PostAsync(path, form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}
