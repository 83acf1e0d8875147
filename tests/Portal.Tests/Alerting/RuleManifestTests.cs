using Portal.Access;
using Portal.Manifests;

namespace Portal.Tests.Alerting;

public sealed class RuleManifestTests(PortalApp app)
{
    private readonly RuleWorld world = new(app);

    [Fact]
    public async Task Every_error_names_its_line_and_what_to_write()
    {
        var results = await world.TryAsync(
            """
            apiVersion: portal/v1
            kind: AlertRule
            metadata: { name: $-wrong }
            spec:
              service: nobody
              backend: $-prom
              interval: 15
              query: up
              condition: { operator: "~", threshold: much }
              severity: urgent
              onNodata: ok
            """
        );

        var errors = results.Results[0].Errors.Select(error => (error.Line, error.Path, error.Message)).ToList();
        Assert.Contains(
            (7, "spec.interval", "15 is not understood. Write a duration such as 30s, 5m, 1h, 7d or 4w."),
            errors
        );
        Assert.Contains((9, "spec.condition.operator", "~ is not known: use >, >=, <, <=, == or !=."), errors);
        Assert.Contains(
            (9, "spec.condition.threshold", "much is not understood. Write a number, for example 0.999."),
            errors
        );
        Assert.Contains(
            (10, "spec.severity", "urgent is not understood. Use one of: critical, high, warning, info."),
            errors
        );
        Assert.Contains((11, "spec.onNodata", "Unknown field: did you mean onNoData?"), errors);
        Assert.False(results.Applied);
    }

    [Fact]
    public async Task What_a_rule_names_must_be_there_and_a_critical_one_must_reach_somebody()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        await world.ApplyAsync(
            "{ apiVersion: portal/v1, kind: Service, metadata: { name: $-alone }, spec: { team: $-team } }"
        );

        var results = await world.TryAsync(
            """
            apiVersion: portal/v1
            kind: AlertRule
            metadata: { name: $-pager }
            spec:
              service: $-alone
              backend: nowhere
              query: up
              condition: { operator: "<", threshold: 1, recovery: 0.5 }
              severity: critical
              runbook: not-written
            """
        );
        var mended = await world.TryAsync(
            """
            apiVersion: portal/v1
            kind: AlertRule
            metadata: { name: $-pager }
            spec:
              service: $-alone
              backend: nowhere
              query: up
              condition: { operator: "<", threshold: 1 }
              severity: critical
              runbook: not-written
            """
        );

        Assert.Equal(
            ["Recovery must be at or above the threshold 1."],
            results.Results[0].Errors.Select(error => error.Message),
            StringComparer.Ordinal
        );
        Assert.Equal(
            [
                (6, "spec.backend", "There is no Backend named nowhere."),
                (10, "spec.runbook", "There is no Runbook named not-written."),
                (
                    9,
                    "spec.severity",
                    $"A critical rule pages, but service {world.Name}-alone names no escalationPolicy: nobody would be woken. Give the service one first."
                ),
            ],
            mended.Results[0].Errors.Select(error => (error.Line, error.Path, error.Message))
        );
    }

    [Fact]
    public async Task Applying_an_export_changes_nothing()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));
        await world.RuleAsync(
            "full",
            interval: "1h",
            more: ", for: 90s, keepFiringFor: 5m, onNoData: noData, onError: alert, limit: 7, paused: true, runbook: $-runbook, labels: { tier: \"1\" }, annotations: { summary: \"{{ labels.route }}: {{ value }}\" }"
        );
        await world.ApplyAsync(
            "{ apiVersion: portal/v1, kind: Backend, metadata: { name: $-secret }, spec: { url: \"https://prom.example\", auth: { type: basic, user: u, password: p } } }"
        );
        await world.ApplyAsync(
            "{ apiVersion: portal/v1, kind: Schedule, metadata: { name: $-duty }, spec: { timeZone: Europe/Berlin, layers: [ { name: weekly, rotation: { unit: week, length: 1, start: 2026-01-05T09:00, participants: [ $-lead ] } } ] } }"
        );

        var export = world.Get<ManifestExport>().Yaml(kind: null);
        var mine = ManifestReader
            .Read(export)
            .Where(document => document.Name.StartsWith(world.Name + "-", StringComparison.Ordinal))
            .ToList();
        var results = await world
            .Get<ManifestApplier>()
            .ApplyAsync(Actor.Portal, mine, dryRun: false, RuleWorld.Cancellation);

        Assert.Equal(
            ["AlertRule", "Backend", "EscalationPolicy", "Runbook", "Schedule", "Service", "Team", "User"],
            results
                .Results.Select(result => result.Kind)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
        Assert.All(results.Results, result => Assert.Equal(ManifestResult.Unchanged, result.Action));
        Assert.DoesNotContain("password: p\n", export, StringComparison.Ordinal);
    }
}
