using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Tests.Manifests;
using Portal.Tests.Shell;

namespace Portal.Tests.Access;

/// <summary>Every address of the API, and the least that somebody must be to use it. A new one is refused here until it is listed.</summary>
/// <remarks>Longer than other files: one line for each address.</remarks>
[Collection(ApiScene.Collection)]
public sealed partial class RoutePermissionTests(PortalApp app)
{
    private const string Crew = "hostile-crew";

    /// <summary>Anybody who is a user here.</summary>
    private static readonly Needed Anybody = new(Role.Viewer, null);

    /// <summary>A responder, lead or admin of any team: it belongs to none.</summary>
    private static readonly Needed AnyLead = new(Role.Lead, null);
    private static readonly Needed Responder = new(Role.Responder, Crew);
    private static readonly Needed Lead = new(Role.Lead, Crew);
    private static readonly Needed Admin = new(Role.Admin, null);

    private static readonly Dictionary<string, Needed> Routes = new(StringComparer.Ordinal)
    {
        ["GET /api/v1/audit"] = AnyLead,
        ["GET /api/v1/backends"] = Anybody,
        ["GET /api/v1/backends/{backend}"] = Anybody,
        ["GET /api/v1/backends/{backend}/labels"] = AnyLead,
        ["GET /api/v1/backends/{backend}/label-values"] = AnyLead,
        ["GET /api/v1/backends/{backend}/metrics"] = AnyLead,
        ["GET /api/v1/backends/{backend}/metric-types"] = AnyLead,
        ["POST /api/v1/backends/test"] = Admin,
        ["POST /api/v1/backends/{backend}/test"] = AnyLead,
        ["POST /api/v1/deployments"] = Responder,
        ["POST /api/v1/escalation-policies/{policy}/simulate"] = Anybody,
        ["GET /api/v1/gate"] = Anybody,
        ["POST /api/v1/gate/overrides"] = Lead,
        ["GET /api/v1/incidents"] = Anybody,
        ["POST /api/v1/incidents"] = Responder,
        ["GET /api/v1/incidents/{number}"] = Anybody,
        ["GET /api/v1/incidents/{number}/timeline"] = Anybody,
        ["POST /api/v1/incidents/{number}/acknowledge"] = Responder,
        ["POST /api/v1/incidents/{number}/mitigate"] = Responder,
        ["POST /api/v1/incidents/{number}/resolve"] = Responder,
        ["POST /api/v1/incidents/{number}/reopen"] = Responder,
        ["POST /api/v1/incidents/{number}/escalate"] = Responder,
        ["POST /api/v1/incidents/{number}/merge"] = Responder,
        ["POST /api/v1/incidents/{number}/snooze"] = Responder,
        ["POST /api/v1/incidents/{number}/notes"] = Responder,
        ["PATCH /api/v1/incidents/{number}/notes/{note}"] = Responder,
        ["POST /api/v1/incidents/{number}/runbook"] = Responder,
        ["POST /api/v1/incidents/{number}/pages"] = Responder,
        ["POST /api/v1/incidents/{number}/severity"] = Responder,
        ["POST /api/v1/incidents/{number}/roles"] = Responder,
        ["PATCH /api/v1/incidents/{number}/stamps"] = Responder,
        ["POST /api/v1/incidents/{number}/postmortem"] = Responder,
        ["GET /api/v1/manifests"] = Anybody,
        ["POST /api/v1/manifests"] = Lead,
        ["DELETE /api/v1/manifests/{kind}/{name}"] = Lead,
        ["GET /api/v1/postmortem-templates"] = Anybody,
        ["GET /api/v1/postmortems"] = Anybody,
        ["GET /api/v1/postmortems/{id}"] = Anybody,
        ["GET /api/v1/postmortems/{id}.md"] = Anybody,
        ["PUT /api/v1/postmortems/{id}"] = Responder,
        ["POST /api/v1/postmortems/{id}/submit"] = Lead,
        ["POST /api/v1/postmortems/{id}/approve"] = new(Role.Viewer, Crew),
        ["POST /api/v1/postmortems/{id}/publish"] = Lead,
        ["POST /api/v1/postmortems/{id}/return"] = new(Role.Viewer, Crew),
        ["POST /api/v1/postmortems/{id}/action-items"] = Responder,
        ["PUT /api/v1/postmortems/{id}/action-items/{item}"] = Responder,
        ["DELETE /api/v1/postmortems/{id}/action-items/{item}"] = Responder,
        ["POST /api/v1/postmortems/{id}/comments"] = Anybody,
        ["POST /api/v1/postmortems/{id}/comments/{comment}/settle"] = Anybody,
        ["GET /api/v1/prometheus-rules"] = Anybody,
        ["POST /api/v1/import"] = Anybody,
        ["GET /api/v1/reports/response-times"] = Anybody,
        ["GET /api/v1/reports/response-times.csv"] = Anybody,
        ["GET /api/v1/reports/slos"] = Anybody,
        ["GET /api/v1/reports/slos.csv"] = Anybody,
        ["GET /api/v1/reports/alert-quality"] = Anybody,
        ["GET /api/v1/rules"] = Anybody,
        ["GET /api/v1/rules/{rule}"] = Anybody,
        ["GET /api/v1/rules/{rule}/instances"] = Anybody,
        ["GET /api/v1/rules/{rule}/chart"] = Anybody,
        ["POST /api/v1/rules/preview"] = Lead,
        ["GET /api/v1/schedules"] = Anybody,
        ["GET /api/v1/schedules/{schedule}/on-call"] = Anybody,
        ["GET /api/v1/schedules/{schedule}/shifts"] = Anybody,
        ["POST /api/v1/schedules/{schedule}/overrides"] = Responder,
        ["GET /api/v1/slos"] = Anybody,
        ["GET /api/v1/slos/{slo}"] = Anybody,
        ["GET /api/v1/slos/{slo}/status"] = Anybody,
        ["GET /api/v1/slos/{slo}/history"] = Anybody,
        ["GET /api/v1/slos/{slo}/windows"] = Anybody,
        ["GET /api/v1/slos/{slo}/parts"] = Anybody,
        ["GET /api/v1/slos/{slo}/spending"] = Anybody,
        ["GET /api/v1/slos/{slo}/drops"] = Anybody,
        ["GET /api/v1/slos/{slo}/groups"] = Anybody,
        ["GET /api/v1/agreements"] = Anybody,
        ["GET /api/v1/agreements/{agreement}/months"] = Anybody,
        ["GET /api/v1/slos/{slo}/prometheus-rules"] = Anybody,
        ["GET /api/v1/slos/{slo}/charts/budget"] = Anybody,
        ["GET /api/v1/slos/{slo}/charts/burn"] = Anybody,
        ["POST /api/v1/slos/{slo}/backfill/cancel"] = Lead,
        ["POST /api/v1/slos/{slo}/backfill/resume"] = Lead,
        ["POST /api/v1/slos/preview"] = Lead,
        // One's own; those of others are another matter, which ApiTokenTests ask.
        ["GET /api/v1/tokens"] = Anybody,
        ["POST /api/v1/tokens"] = Anybody,
        ["DELETE /api/v1/tokens/{token}"] = Anybody,
    };

    /// <summary>Bodies that their calls take, where the document of the API does not tell their fields.</summary>
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/gate/overrides"] = """{ "service": "hostile-shop", "reason": "fix", "for": "1h" }""",
        ["POST /api/v1/incidents/{number}/snooze"] = """{ "for": "30m" }""",
        ["POST /api/v1/incidents/{number}/merge"] = """{ "into": 999999 }""",
        ["POST /api/v1/manifests"] =
            "apiVersion: portal/v1\nkind: Service\nmetadata: { name: hostile-shop }\nspec: { team: hostile-crew, tier: 2, escalationPolicy: hostile-ladder }",
        ["POST /api/v1/import"] = "version: prometheus/v1\nservice: shop\nslos: []",
        ["POST /api/v1/slos/preview"] = HostileDocuments.Of("SLO", "openslo/v1", "scene-slo").ToJsonString(),
        ["POST /api/v1/rules/preview"] = HostileDocuments.Of("AlertRule", "portal/v1", "scene-rule").ToJsonString(),
        ["PUT /api/v1/postmortems/{id}"] = """{ "version": 1, "title": "It fails", "sections": [] }""",
        ["POST /api/v1/backends/test"] = """{ "name": "a", "spec": { "url": "http://127.0.0.1:9" } }""",
    };

    [Fact]
    public void Every_address_is_listed_with_the_least_that_it_asks_for()
    {
        var served = app.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route =>
                route.RoutePattern.RawText?.TrimStart('/').StartsWith("api", StringComparison.OrdinalIgnoreCase) is true
            )
            .SelectMany(route =>
                (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method =>
                    $"{method} {Constraint().Replace(route.RoutePattern.RawText!, "").TrimEnd('/')}"
                )
            );

        Assert.Equal(
            Routes.Keys.Order(StringComparer.Ordinal),
            served.Where(route => !route.StartsWith("HEAD", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    [Fact]
    public async Task Nobody_gets_anywhere_without_signing_in_or_as_somebody_unknown()
    {
        var (scene, calls) = await GivenAsync();
        using var nobody = app.CreateVisitor();
        using var gone = await GoneAsync();

        foreach (var call in calls)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(nobody, scene, call));
            Assert.True(
                await AskAsync(gone, scene, call) is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden,
                $"{call}"
            );
        }
    }

    [Fact]
    public async Task A_call_is_refused_below_its_role_and_to_other_teams()
    {
        var (scene, calls) = await GivenAsync();
        using var viewer = await app.ProgramAsync("hostile-viewer", Role.Viewer);
        using var responder = await app.ProgramAsync("hostile-responder", Role.Responder);
        using var capped = await app.ProgramAsync("hostile-person", Role.Viewer);
        using var stranger = await app.ProgramAsync("hostile-stranger", Role.Lead);
        var through = new List<string>();
        foreach (var call in calls)
        {
            var needed = Routes[call.ToString()];
            foreach (
                var (who, client, refused) in new[]
                {
                    ("a viewer", viewer, needed.Least > Role.Viewer),
                    ("a lead's token for viewing", capped, needed.Least > Role.Viewer),
                    ("a responder", responder, needed.Least > Role.Responder),
                    ("a lead of another team", stranger, needed.Team is not null || needed.Least > Role.Lead),
                }
            )
            {
                if (
                    refused
                    && await AskAsync(client, scene, call) is var status
                    && status is not (HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
                )
                {
                    through.Add($"{call}: {who} got {status}");
                }
            }
        }

        Assert.Empty(through);
    }

    [Fact]
    public async Task Whoever_has_the_least_role_is_let_through()
    {
        var (scene, calls) = await GivenAsync();
        using var viewer = await app.ProgramAsync("hostile-viewer", Role.Viewer);
        using var responder = await app.ProgramAsync("hostile-responder", Role.Responder);
        using var lead = await app.ProgramAsync("hostile-person", Role.Lead);
        using var admin = await app.ProgramAsync();
        var kept = new List<string>();
        foreach (var call in calls)
        {
            var least = Routes[call.ToString()].Least;
            var client = least switch
            {
                Role.Viewer => viewer,
                Role.Responder => responder,
                Role.Lead => lead,
                Role.Admin => admin,
            };
            if (
                await AskAsync(client, scene, call) is var status
                && status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
            )
            {
                kept.Add($"{call}: {least} got {status}");
            }
        }

        Assert.Empty(kept);
    }

    private async Task<(ApiScene, IReadOnlyList<ApiCall>)> GivenAsync()
    {
        using var client = await app.ProgramAsync();
        var scene = await ApiScene.PrepareAsync(app, client);
        return (scene, [.. (await ApiSurface.ReadAsync(client)).Calls]);
    }

    /// <summary>Somebody who was a user when the token was made.</summary>
    private async Task<HttpClient> GoneAsync()
    {
        await app.GivenAsync(Yaml.User("hostile-gone"));
        var client = await app.ProgramAsync("hostile-gone", Role.Viewer);
        await app.Get<ManifestApplier>().DeleteAsync(World.Admin, "User", "hostile-gone", World.Cancellation);
        return client;
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, ApiScene scene, ApiCall call)
    {
        var body = Bodies.GetValueOrDefault(call.ToString());
        using var asked = new HttpRequestMessage(new HttpMethod(call.Method), scene.Address(call) + "?label=job")
        {
            Content =
                body is not null
                    ? new StringContent(body, Encoding.UTF8, body[0] == '{' ? "application/json" : "application/yaml")
                : call.Body is not null ? new StringContent(scene.Body(call), Encoding.UTF8, "application/json")
                : null,
        };
        using var answer = await client.SendAsync(asked, World.Cancellation);
        return answer.StatusCode;
    }

    /// <param name="Team">Whose role counts; null where a role in any team does.</param>
    private sealed record Needed(Role Least, string? Team);

    [GeneratedRegex(":(long|int|guid)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Constraint();
}
