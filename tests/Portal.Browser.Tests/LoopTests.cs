using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Portal.Tests.MainJob;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>The main job as people do it: a lead writes a rule, an engineer is paged and acknowledges, a manager reads.</summary>
public sealed class LoopTests(Chromium chromium)
{
    private const string Query =
        "sum by (route) (rate(http_requests_total{code=~\"5..\"}[5s])) / sum by (route) (rate(http_requests_total[5s]))";

    private readonly List<string> complaints = [];

    [Theory]
    [InlineData("ana", 1440, ColorScheme.Light)]
    [InlineData("bo", 390, ColorScheme.Dark)]
    [InlineData("chi", 1440, ColorScheme.Dark)]
    [InlineData("dee", 390, ColorScheme.Light)]
    public async Task A_rule_written_in_the_browser_pages_and_is_acknowledged_resolved_and_written_up(
        string name,
        int width,
        ColorScheme scheme
    )
    {
        await using var stage = await Stage.SetAsync(chromium.Portal, name);
        var page = await SignInAsync(name, width, scheme);

        await WriteRuleAsync(page, name);
        await LookAsync(page, $"rule-{name}");
        stage.Shop.Break();
        var link = await PagedAsync(stage.Shop, name);
        await page.GotoAsync("/");
        await Expect(page.GetByText("Paging you")).ToBeVisibleAsync();
        await LookAsync(page, $"now-{name}");
        await AcknowledgeOnThePhoneAsync(link, name);

        var incident = page.GetByRole(AriaRole.Link, new() { Name = "/pay fails" }).First;
        await Expect(incident).ToBeVisibleAsync();
        await incident.ClickAsync();
        await Expect(page.GetByText("acknowledged after").First).ToBeVisibleAsync();
        await LookAsync(page, $"incident-{name}");
        stage.Shop.Mend();
        await Expect(page.GetByText("resolved: every alert is over")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await page.GotoAsync("/postmortems");
        await page.GetByRole(AriaRole.Link, new() { Name = "/pay fails" }).First.ClickAsync();
        // The list that is left names it too.
        await page.WaitForURLAsync(url => url.Contains("/postmortems/", StringComparison.Ordinal));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("/pay fails");
        await LookAsync(page, $"postmortem-{name}");
        await page.GotoAsync("/reports?by=team");
        await Expect(
                page.Locator("main .rep-table")
                    .GetByText(new Regex($"(?:team|shop)-{name}", RegexOptions.None, TimeSpan.FromSeconds(1)))
                    .First
            )
            .ToBeVisibleAsync();
        await LookAsync(page, $"report-{name}");
        Assert.DoesNotContain(complaints, line => line.StartsWith("error", StringComparison.Ordinal));
    }

    private async Task<IPage> SignInAsync(string name, int width, ColorScheme scheme)
    {
        var page = await chromium.NewPersonAsync(scheme, width);
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add($"error: {error}");
        await page.GotoAsync("/sign-in");
        await LookAsync(page, $"sign-in-{name}");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(Stage.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return page;
    }

    private static async Task WriteRuleAsync(IPage page, string name)
    {
        await page.GotoAsync("/rules/new");
        await Expect(page.Locator(".app[data-live]")).ToBeVisibleAsync();
        await FillAsync(page, "Name", $"error-rate-{name}");
        await Field(page, "Service").SelectOptionAsync($"shop-{name}");
        await Field(page, "Backend").SelectOptionAsync($"prom-{name}");
        await Field(page, "Every").SelectOptionAsync("10s");
        await FillAsync(page, "PromQL", Query);
        // What completes the query may open a moment later.
        await page.Keyboard.PressAsync("Escape");
        await FillAsync(page, "Threshold", "0.05");
        await FillAsync(page, "For", "0s");
        await page.Locator("input[name=severity][value=critical]").CheckAsync(new() { Force = true });
        await FillAsync(page, "Runbook", $"runbook-{name}");
        await FillAsync(page, "Summary", "{{ labels.route }} fails {{ value | percent }}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save rule" }).ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith($"/rules/error-rate-{name}", StringComparison.Ordinal));
    }

    private static async Task FillAsync(IPage page, string label, string text)
    {
        var field = Field(page, label);
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    /// <summary>By how its label begins: what follows is a mark or a hint.</summary>
    private static ILocator Field(IPage page, string label) =>
        page.GetByLabel(new Regex($"^{label}", RegexOptions.None, TimeSpan.FromSeconds(1))).First;

    /// <returns>The signed link of the page that arrived.</returns>
    private static async Task<string> PagedAsync(Shop shop, string name)
    {
        await Eventually.TrueAsync(() => shop.Received.Any(page => page.User == name), $"{name} was not paged");
        var body = JsonNode.Parse(shop.Received.First(page => page.User == name).Body)!;
        return new Uri((string)body["acknowledgeUrl"]!).AbsolutePath;
    }

    /// <summary>Without script and without signing in, as at 3 AM with a bad connection.</summary>
    private async Task AcknowledgeOnThePhoneAsync(string link, string name)
    {
        var phone = await chromium.NewPhoneAsync();
        await phone.GotoAsync(link);
        await phone.ReloadAsync();
        await Expect(phone.GetByText("nobody has acknowledged").First).ToBeVisibleAsync();
        await Expect(phone.GetByRole(AriaRole.Img, new() { Name = name })).ToBeVisibleAsync();
        await LookAsync(phone, $"phone-{name}", audit: false);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Acknowledge" }).ClickAsync();
        await Expect(phone.GetByText("You have it").First).ToBeVisibleAsync();
        await LookAsync(phone, $"phone-acknowledged-{name}", audit: false);
    }

    /// <param name="audit">axe needs script, which the phone pages do without.</param>
    private static async Task LookAsync(IPage page, string name, bool audit = true)
    {
        var file = Path.Combine(
            AppContext.BaseDirectory,
            "screenshots",
            name.ToLower(CultureInfo.InvariantCulture) + ".png"
        );
        await page.ScreenshotAsync(
            new()
            {
                Path = file,
                FullPage = true,
                Animations = ScreenshotAnimations.Disabled,
            }
        );
        TestContext.Current.AddAttachment(name, await File.ReadAllBytesAsync(file), "image/png");
        if (audit)
        {
            Assert.Empty(await Accessibility.ViolationsAsync(page));
        }
    }
}
