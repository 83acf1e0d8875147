using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;
using Portal.Tests;
using Portal.Tests.MainJob;
using Portal.Tests.Telemetry;

namespace Portal.Browser.Tests;

/// <summary>A team around a shop with a real Prometheus, before anybody has written a rule.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    private Stage(Shop shop, PrometheusServer prometheus) => (Shop, Prometheus) = (shop, prometheus);

    public Shop Shop { get; }

    public PrometheusServer Prometheus { get; }

    /// <param name="name">Distinguishes what two tests define in one portal.</param>
    public static async Task<Stage> SetAsync(PortalApp portal, string name)
    {
        var shop = await Shop.OpenAsync();
        var prometheus = await PrometheusServer.StartAsync(
            scrapeConfigs: $"scrape_configs: [ {{ job_name: shop, static_configs: [ {{ targets: ['{shop.Uri.Authority}'] }} ] }} ]\n"
        );
        var stage = new Stage(shop, prometheus);
        await stage.DefineAsync(portal.Services, name);
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await Prometheus.DisposeAsync();
        await Shop.DisposeAsync();
    }

    private async Task DefineAsync(IServiceProvider services, string name)
    {
        var ana = new Person(
            "Ana",
            null,
            "Europe/Berlin",
            [new("phone", ContactMethodType.Webhook, Shop.PhoneOf(name))],
            [new(Duration.Zero, "phone")]
        );
        var accounts = services.GetRequiredService<Accounts>();
        await accounts.CreateAsync(Actor.Portal, name, ana, Password, administrator: false, CancellationToken.None);
        var results = await services
            .GetRequiredService<ManifestApplier>()
            .ApplyAsync(Actor.Portal, ManifestReader.Read(Manifests(name)), dryRun: false, CancellationToken.None);
        results.ThrowIfInvalid();
    }

    private string Manifests(string name) =>
        $$"""
            apiVersion: portal/v1
            kind: Team
            metadata: { name: team-{{name}} }
            spec: { members: [ { user: {{name}}, role: lead } ] }
            ---
            apiVersion: portal/v1
            kind: Backend
            metadata: { name: prom-{{name}} }
            spec: { type: prometheus, url: "{{Prometheus.Uri}}" }
            ---
            apiVersion: portal/v1
            kind: Runbook
            metadata: { name: runbook-{{name}}, labels: { team: team-{{name}} } }
            spec: { steps: [ "Was anything deployed?", "Roll back" ] }
            ---
            apiVersion: portal/v1
            kind: Schedule
            metadata: { name: primary-{{name}}, labels: { team: team-{{name}} } }
            spec:
              timeZone: Europe/Berlin
              layers: [ { name: weekly, rotation: { unit: week, length: 1, start: "2026-01-05T09:00", participants: [{{name}}] } } ]
            ---
            apiVersion: portal/v1
            kind: EscalationPolicy
            metadata: { name: policy-{{name}}, labels: { team: team-{{name}} } }
            spec: { steps: [ { after: 0m, notify: [ { schedule: primary-{{name}} } ] } ] }
            ---
            apiVersion: portal/v1
            kind: Service
            metadata: { name: shop-{{name}} }
            spec: { team: team-{{name}}, tier: 1, escalationPolicy: policy-{{name}} }
            """;
}
