using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;
using static Microsoft.Playwright.Assertions;

namespace Portal.Browser.Tests;

/// <summary>Everybody may read what services have agreed on; whoever leads the team is shown where it is changed.</summary>
public sealed class PolicyListTests(Chromium chromium)
{
    [Theory]
    [InlineData("pola", Role.Lead, 1440, ColorScheme.Light)]
    [InlineData("polb", Role.Viewer, 390, ColorScheme.Dark)]
    public async Task The_list_of_policies_is_found_read_and_changed_from(
        string name,
        Role role,
        int width,
        ColorScheme scheme
    )
    {
        await DefineAsync(name, role);
        var page = await chromium.SignInAsync(name, scheme, width);

        await page.GotoAsync("/slos");
        await Expect(page.Locator(".app[data-live]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Policies" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Error budget policies");
        var row = page.Locator("main tr").Filter(new() { HasText = $"shop-{name}" });
        await Expect(row).ToContainTextAsync("Open, not all known");
        await Expect(row).ToContainTextAsync("It has no SLO that a rule could watch.");
        await Expect(row).ToContainTextAsync("consumed deploys need a lead's approval, until below");
        Assert.Equal(width, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(await Accessibility.ViolationsAsync(page));

        var change = row.GetByRole(AriaRole.Link, new() { Name = $"Change the policy of shop-{name}" });
        if (role == Role.Viewer)
        {
            await Expect(change).ToHaveCountAsync(0);
            return;
        }

        await change.ClickAsync();
        await page.WaitForURLAsync(url => url.EndsWith($"/services/shop-{name}/policy", StringComparison.Ordinal));
        await Expect(page.GetByLabel("Until below").First).ToHaveValueAsync("80");
    }

    private async Task DefineAsync(string name, Role role)
    {
        var services = chromium.Portal.Services;
        var person = new Person("Pol", null, "Europe/Berlin", [], []);
        await services
            .GetRequiredService<Accounts>()
            .CreateAsync(Actor.Portal, name, person, Stage.Password, administrator: false, CancellationToken.None);
        var word = role == Role.Lead ? "lead" : "viewer";
        var results = await services
            .GetRequiredService<ManifestApplier>()
            .ApplyAsync(
                Actor.Portal,
                ManifestReader.Read(
                    $$"""
                    { apiVersion: portal/v1, kind: Team, metadata: { name: team-{{name}} }, spec: { members: [ { user: {{name}}, role: {{word}} } ] } }
                    ---
                    { apiVersion: portal/v1, kind: Service, metadata: { name: shop-{{name}} }, spec: { team: team-{{name}} } }
                    ---
                    { apiVersion: portal/v1, kind: ErrorBudgetPolicy, metadata: { name: policy-{{name}} }, spec: { services: [ shop-{{name}} ], rules: [ { consumed: 0.9, action: requireApproval, liftBelow: 0.8 } ] } }
                    """
                ),
                dryRun: false,
                CancellationToken.None
            );
        results.ThrowIfInvalid();
    }
}
