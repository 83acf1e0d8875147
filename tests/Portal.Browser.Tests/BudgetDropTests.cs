using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Reading;
using Portal.Teams;
using Portal.Tests.MainJob;
using Portal.Tests.Telemetry;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>Somebody asks what spent a budget: by a drag over its chart, by the largest drop, and by the keyboard alone.</summary>
public sealed class BudgetDropTests(Chromium chromium)
{
    private static readonly Duration Outage = Duration.FromMinutes(10);

    [Theory]
    [InlineData("dra", 1440, ColorScheme.Light)]
    [InlineData("drb", 390, ColorScheme.Dark)]
    public async Task A_drop_is_explained(string name, int width, ColorScheme scheme)
    {
        var now = chromium.Portal.Services.GetRequiredService<NodaTime.IClock>().GetCurrentInstant();
        var start = new SliceGrid(Duration.FromMinutes(1)).Floor(now) - Duration.FromMinutes(60);
        await using var prometheus = await PrometheusServer.StartAsync(Requests(start));
        await DefineAsync(name, prometheus.Uri);
        await MeasuredAsync(name, start + Outage);
        var page = await chromium.SignInAsync(name, scheme, width);
        await page.GotoAsync($"/slos/shop-{name}");
        await Expect(page.Locator(".app[data-live]")).ToBeVisibleAsync();

        await DragAsync(page, page.Locator("time-chart canvas").First);
        await page.WaitForURLAsync(url => url.Contains("/spending?from=", StringComparison.Ordinal));

        // The largest drop, by its link.
        var drops = page.GetByRole(AriaRole.Region, new() { Name = "Largest drops" });
        await drops.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.GetByText("600 bad of 1,000 events")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "By route" })).ToContainTextAsync("/pay");
        await Expect(drops.Locator("tr[aria-current]")).ToContainTextAsync("600 bad");
        Assert.Empty(await Accessibility.ViolationsAsync(page));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        // A time by the keyboard; the wrong way round it is told.
        var form = page.GetByRole(AriaRole.Form, new() { Name = "Another time" });
        await form.GetByLabel("To").FillAsync("2020-01-01T00:00");
        await form.GetByLabel("To").PressAsync("Enter");
        await Expect(form.GetByText("the first before the second")).ToBeVisibleAsync();
        await form.GetByLabel("From").FillAsync("2019-12-31T00:00");
        await form.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("Nothing was measured then")).ToBeVisibleAsync();
    }

    private static async Task DragAsync(IPage page, ILocator chart)
    {
        await chart.ScrollIntoViewIfNeededAsync();
        var box = (await chart.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + (box.Width * 0.9f), box.Y + (box.Height / 2), new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    private async Task MeasuredAsync(string name, Instant until)
    {
        var services = chromium.Portal.Services;
        var slo = services.GetRequiredService<IDefinitions>().Find<Slo>($"shop-{name}")!;
        await Eventually.TrueAsync(
            async () =>
                (await services.GetRequiredService<FindDrops>().OfAsync(Actor.Portal, slo, CancellationToken.None))
                    is [{ Sums.Bad: 600 }, ..],
            () => $"The outage that ended at {until} is measured"
        );
    }

    private async Task DefineAsync(string name, Uri prometheus)
    {
        var services = chromium.Portal.Services;
        await services
            .GetRequiredService<Accounts>()
            .CreateAsync(
                Actor.Portal,
                name,
                new Person("Dora", null, "Europe/Berlin", [], []),
                Stage.Password,
                administrator: false,
                CancellationToken.None
            );
        var results = await services
            .GetRequiredService<ManifestApplier>()
            .ApplyAsync(
                Actor.Portal,
                ManifestReader.Read(
                    $$"""
                    { apiVersion: portal/v1, kind: Team, metadata: { name: team-{{name}} }, spec: { members: [ { user: {{name}}, role: lead } ] } }
                    ---
                    { apiVersion: portal/v1, kind: Service, metadata: { name: service-{{name}} }, spec: { team: team-{{name}} } }
                    ---
                    { apiVersion: portal/v1, kind: Backend, metadata: { name: prom-{{name}} }, spec: { type: prometheus, url: "{{prometheus}}" } }
                    ---
                    apiVersion: openslo/v1
                    kind: SLO
                    metadata: { name: shop-{{name}} }
                    spec:
                      service: service-{{name}}
                      indicator:
                        spec:
                          ratioMetric:
                            counter: true
                            bad: { metricSource: { metricSourceRef: prom-{{name}}, spec: { query: 'http_requests_total{code="500"}' } } }
                            total: { metricSource: { metricSourceRef: prom-{{name}}, spec: { query: http_requests_total } } }
                      timeWindow: [ { duration: 2h, isRolling: true } ]
                      objectives: [ { target: 0.95 } ]
                    """
                ),
                dryRun: false,
                CancellationToken.None
            );
        results.ThrowIfInvalid();
    }

    /// <summary>100 requests a minute for three hours; for ten minutes 60 of those for /pay fail.</summary>
    private static string Requests(Instant outage)
    {
        var text = new StringBuilder("# TYPE http_requests counter\n");
        foreach (
            var (route, code, each, failing) in new[]
            {
                ("/list", 200, 30, 30),
                ("/pay", 200, 70, 10),
                ("/pay", 500, 0, 60),
            }
        )
        {
            var count = 0;
            for (var minute = -120; minute <= 70; minute++)
            {
                var at = outage + Duration.FromMinutes(minute);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"http_requests_total{{route=\"{route}\",code=\"{code}\"}} {count} {at.ToUnixTimeSeconds()}\n"
                );
                count += minute is >= 0 and < 10 ? failing : each;
            }
        }

        return text.ToString();
    }
}
