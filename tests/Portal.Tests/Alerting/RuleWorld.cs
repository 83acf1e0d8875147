using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Tests.Alerting;

/// <summary>A corner of the shared portal with names of its own: a team, a service and a backend, and ways to see what the rules do.</summary>
internal sealed class RuleWorld(PortalApp app)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(30);
    private static int last;

    /// <summary>The first part of every name in it.</summary>
    public string Name { get; } = $"w{Interlocked.Increment(ref last)}";

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async Task ApplyAsync(string yaml)
    {
        var results = await TryAsync(yaml);
        Assert.True(
            results.IsValid,
            string.Join(
                '\n',
                results.Results.SelectMany(one => one.Errors).Select(error => $"{error.Path}: {error.Message}")
            )
        );
    }

    public Task<ManifestResults> TryAsync(string yaml, bool dryRun = false) =>
        Get<ManifestApplier>()
            .ApplyAsync(Actor.Portal, ManifestReader.Read(yaml.Replace("$", Name)), dryRun, Cancellation);

    public Task DeleteAsync(string kind, string name) =>
        Get<ManifestApplier>().DeleteAsync(Actor.Portal, kind, $"{Name}-{name}", Cancellation);

    /// <summary>A lead, a viewer, their team, a service and a backend.</summary>
    public async Task SettleAsync(Uri backend, string timeout = "5s") =>
        await ApplyAsync(
            $$"""
            { apiVersion: portal/v1, kind: User, metadata: { name: $-lead }, spec: { displayName: Lea, email: lea@example.org, timeZone: Europe/Berlin } }
            ---
            { apiVersion: portal/v1, kind: User, metadata: { name: $-viewer }, spec: { displayName: Vio, timeZone: Europe/Berlin } }
            ---
            { apiVersion: portal/v1, kind: Team, metadata: { name: $-team }, spec: { members: [ { user: $-lead, role: lead }, { user: $-viewer, role: viewer } ] } }
            ---
            { apiVersion: portal/v1, kind: EscalationPolicy, metadata: { name: $-policy }, spec: { steps: [ { after: 0m, notify: [ { user: $-lead } ] } ] } }
            ---
            { apiVersion: portal/v1, kind: Service, metadata: { name: $-service }, spec: { team: $-team, escalationPolicy: $-policy } }
            ---
            { apiVersion: portal/v1, kind: Runbook, metadata: { name: $-runbook }, spec: { steps: [ "Look" ] } }
            ---
            { apiVersion: portal/v1, kind: Backend, metadata: { name: $-prom }, spec: { url: "{{backend}}", timeout: {{timeout}}, minStep: 1s } }
            """
        );

    /// <param name="more">Further fields of its spec, each with a comma before it.</param>
    public Task RuleAsync(string rule, string query = "level", string more = "", string interval = "1s") =>
        ApplyAsync(
            $$"""
            { apiVersion: portal/v1, kind: AlertRule, metadata: { name: $-{{rule}} }, spec: { service: $-service, backend: $-prom, query: "{{query}}", interval: {{interval}}, severity: warning, condition: { operator: ">", threshold: 5 }{{more}} } }
            """
        );

    public Definition<AlertRule> Rule(string rule) => Get<IDefinitions>().Find<AlertRule>($"{Name}-{rule}")!;

    public async Task<RuleStatus> StatusAsync(string rule) =>
        await Get<RuleDirectory>().FindAsync(Actor.Portal, $"{Name}-{rule}", Cancellation);

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<StoredTransition>> StepsAsync(Guid source)
    {
        var steps = await Get<AlertStore>().TransitionsAsync(source, NodaConstants.UnixEpoch, 1000, Cancellation);
        return [.. steps.OrderBy(step => step.At).ThenBy(step => step.Seq)];
    }

    public async Task<IReadOnlyList<AlertInstance>> AlertsAsync(Guid source) =>
        [.. (await Get<AlertStore>().InstancesAsync([source], Cancellation))[source]];

    /// <summary>Waits until a rule is in a state; the engine evaluates in its own time.</summary>
    public Task ReachesAsync(string rule, RuleState state) =>
        EventuallyAsync(async () => (await StatusAsync(rule)).State == state, $"{rule} did not become {state}");

    public static async Task EventuallyAsync(Func<Task<bool>> condition, string otherwise)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var beat = new PeriodicTimer(Look);
        while (!await condition())
        {
            try
            {
                await beat.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail(otherwise);
            }
        }
    }

    /// <summary>A program with a token of somebody.</summary>
    public async Task<HttpClient> ClientAsync(string user, Role role)
    {
        var token = await Get<ApiTokens>()
            .CreateAsync(Actor.Portal, "test", $"{Name}-{user}", role, lifetime: null, Cancellation);
        var client = app.CreateVisitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
}
