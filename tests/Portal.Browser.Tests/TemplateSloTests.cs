using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;
using Portal.Tests.Telemetry;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>A lead who knows no PromQL begins with a template, and one who does finishes the query with completion.</summary>
public sealed class TemplateSloTests(Chromium chromium, ITestOutputHelper output)
{
    private const int MostSteps = 9;

    private readonly List<string> complaints = [];
    private int steps;

    [Theory]
    [InlineData("rea", 1440, ColorScheme.Light)]
    [InlineData("reb", 390, ColorScheme.Dark)]
    public async Task Errors_of_RED_become_an_slo_in_a_few_presses(string name, int width, ColorScheme scheme)
    {
        await using var prometheus = await PrometheusServer.StartAsync(Requests());
        await DefineAsync(name, prometheus.Uri);
        var page = await SignInAsync(name, width, scheme);
        await OpenAsync(page);

        await StepAsync(() => page.GetByLabel("Backend").SelectOptionAsync($"prom-{name}"));
        await StepAsync(() =>
            page.GetByRole(AriaRole.Group, new() { Name = "RED" })
                .GetByRole(AriaRole.Button, new() { Name = "Errors" })
                .ClickAsync()
        );
        await Expect(page.GetByText("Measures requests answered without a failure:")).ToBeVisibleAsync();
        await Expect(Editor(page, "Bad events"))
            .ToHaveTextAsync($"http_requests_total{{job=\"shop-{name}\",code=~\"5..\"}}");
        // The one who knows PromQL leaves a route out, with three letters and what is offered.
        await StepAsync(() => CompleteAsync(page, "Bad events"));
        await StepAsync(() => CompleteAsync(page, "All events"));
        await Expect(page.GetByText("90.000").First).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(page));
        await LookAsync(page, $"template-{name}");

        await StepAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Save SLO" }).ClickAsync());
        await page.WaitForURLAsync(url => url.EndsWith($"/slos/shop-{name}-errors", StringComparison.Ordinal));
        var saved = chromium
            .Portal.Services.GetRequiredService<IDefinitions>()
            .Find<Domain.Slos.Slo>($"shop-{name}-errors");
        var sli = Assert.IsType<Domain.Slos.RatioSli>(saved!.Spec.Sli);
        Assert.Equal($"http_requests_total{{job=\"shop-{name}\",route=\"/pay\"}}", sli.Total.Query);
        Assert.Equal($"http_requests_total{{job=\"shop-{name}\",code=~\"5..\",route=\"/pay\"}}", sli.Bad!.Query);
        Assert.Empty(complaints);
        output.WriteLine($"A ratio SLO in {steps} steps from a template, two of them completed PromQL.");
        Assert.InRange(steps, 1, MostSteps);
    }

    [Fact]
    public async Task The_editor_is_left_by_Tab_told_by_its_label_and_written_to_by_the_page()
    {
        await using var prometheus = await PrometheusServer.StartAsync(Requests());
        await DefineAsync("rec", prometheus.Uri);
        var page = await SignInAsync("rec", 1440, ColorScheme.Light);
        await OpenAsync(page);
        await page.GetByLabel("Backend").SelectOptionAsync("prom-rec");
        await page.Locator("label").Filter(new() { HasText = "Bad events" }).ClickAsync();
        await Expect(Editor(page, "Bad events")).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("sum(http_re");
        await Expect(page.Locator(".cm-tooltip-autocomplete")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".cm-tooltip-autocomplete")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Tab");
        await Expect(Editor(page, "All events")).ToBeFocusedAsync();
        // What a button of the page writes stands in the editor, and a refused query says why at its field.
        await page.GetByRole(AriaRole.Button, new() { Name = "http_requests_total", Exact = true }).ClickAsync();
        await Expect(Editor(page, "All events")).ToHaveTextAsync("http_requests_total");
        await Editor(page, "Bad events").FillAsync("rate(http_requests_total)");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".query-hint").First).ToContainTextAsync("Line 1, column 6: expected type matrix");
    }

    [Fact]
    public async Task A_backend_that_is_away_leaves_functions_and_says_so()
    {
        await DefineAsync("red", new("http://127.0.0.1:9"));
        var page = await SignInAsync("red", 1440, ColorScheme.Dark);
        await OpenAsync(page);
        await page.GetByLabel("Backend").SelectOptionAsync("prom-red");

        await Editor(page, "All events").ClickAsync();
        await page.Keyboard.TypeAsync("histogram_q");

        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "histogram_quantile" }).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".query-hint").Last).ToContainTextAsync("prom-red does not tell its names now");
    }

    /// <summary>A label and its value, each by a few letters and Enter.</summary>
    private static async Task CompleteAsync(IPage page, string field)
    {
        await Editor(page, field).ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.TypeAsync(",rou");
        await AcceptAsync(page, "route");
        await page.Keyboard.TypeAsync("=\"/p");
        await AcceptAsync(page, "/pay");
        await Editor(page, field).BlurAsync();
    }

    private static async Task AcceptAsync(IPage page, string name)
    {
        var option = page.Locator(".cm-tooltip-autocomplete [aria-selected=true]");
        await Expect(option).ToContainTextAsync(name);
        await option.ClickAsync();
        await Expect(page.Locator(".cm-tooltip-autocomplete")).ToHaveCountAsync(0);
    }

    private static ILocator Editor(IPage page, string label) =>
        page.GetByRole(AriaRole.Textbox, new() { Name = label });

    /// <summary>The editor of a new SLO, once its circuit has drawn it and the two fields of PromQL are editors.</summary>
    private static async Task OpenAsync(IPage page)
    {
        await page.GotoAsync("/slos/new");
        await Expect(page.Locator(".app[data-live]")).ToBeVisibleAsync();
        await Expect(page.Locator("query-area[data-on]")).ToHaveCountAsync(2);
    }

    private async Task StepAsync(Func<Task> step)
    {
        steps++;
        await step();
    }

    private async Task<IPage> SignInAsync(string name, int width, ColorScheme scheme)
    {
        var page = await chromium.SignInAsync(name, scheme, width);
        page.PageError += (_, error) => complaints.Add(error);
        return page;
    }

    private static async Task LookAsync(IPage page, string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "screenshots", $"{name}.png");
        await page.ScreenshotAsync(
            new()
            {
                Path = file,
                FullPage = true,
                Animations = ScreenshotAnimations.Disabled,
            }
        );
        TestContext.Current.AddAttachment(name, await File.ReadAllBytesAsync(file), "image/png");
    }

    private async Task DefineAsync(string name, Uri prometheus)
    {
        var services = chromium.Portal.Services;
        var person = new Person("Lea", null, "Europe/Berlin", [], []);
        await services
            .GetRequiredService<Accounts>()
            .CreateAsync(Actor.Portal, name, person, Stage.Password, administrator: false, CancellationToken.None);
        var results = await services
            .GetRequiredService<ManifestApplier>()
            .ApplyAsync(
                Actor.Portal,
                ManifestReader.Read(
                    $$"""
                    { apiVersion: portal/v1, kind: Team, metadata: { name: team-{{name}} }, spec: { members: [ { user: {{name}}, role: lead } ] } }
                    ---
                    { apiVersion: portal/v1, kind: Service, metadata: { name: shop-{{name}} }, spec: { team: team-{{name}} } }
                    ---
                    { apiVersion: portal/v1, kind: Backend, metadata: { name: prom-{{name}} }, spec: { type: prometheus, url: "{{prometheus}}" } }
                    """
                ),
                dryRun: false,
                CancellationToken.None
            );
        results.ThrowIfInvalid();
    }

    /// <summary>An hour in which one in ten requests for /pay failed at each shop, and none for /list.</summary>
    private string Requests()
    {
        var text = new StringBuilder("# TYPE http_requests counter\n");
        var now =
            chromium.Portal.Services.GetRequiredService<NodaTime.IClock>().GetCurrentInstant().ToUnixTimeSeconds()
            / 60
            * 60;
        foreach (var shop in new[] { "shop-rea", "shop-reb", "shop-rec" })
        {
            foreach (
                var (route, code, perMinute) in new[] { ("/list", "200", 50), ("/pay", "200", 90), ("/pay", "503", 10) }
            )
            {
                for (var minute = 0; minute <= 65; minute++)
                {
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"http_requests_total{{job=\"{shop}\",route=\"{route}\",code=\"{code}\"}} {minute * perMinute} {now + ((minute - 60) * 60L)}\n"
                    );
                }
            }
        }

        return text.ToString();
    }
}
