using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.Tests.Manifests;

namespace Portal.Tests.Shell;

/// <summary>One thing of each kind that addresses name, and a request that would be taken for each body.</summary>
internal sealed class ApiScene
{
    /// <summary>Classes that change the same things take turns.</summary>
    public const string Collection = "scene";

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal)
    {
        ["slo"] = "scene-slo",
        ["rule"] = "scene-rule",
        ["backend"] = "hostile-prom",
        ["schedule"] = "hostile-rota",
        ["policy"] = "hostile-ladder",
        ["kind"] = "Service",
        ["name"] = "hostile-shop",
        ["token"] = "no-such-token",
        ["agreement"] = "no-such-agreement",
        ["note"] = "1",
    };

    /// <summary>Values with which every call gets beyond the reading of its body.</summary>
    private static readonly Dictionary<string, JsonNode?> Values = new(StringComparer.Ordinal)
    {
        ["title"] = "It fails",
        ["severity"] = "info",
        ["service"] = "hostile-shop",
        ["version"] = "1.2.3",
        ["at"] = "2026-02-03T09:00:00Z",
        ["url"] = "https://ci.example/1",
        ["text"] = "Seen.",
        ["step"] = "One",
        ["done"] = true,
        ["user"] = "hostile-person",
        ["role"] = "commander",
        ["reason"] = "The log says so.",
        ["pinned"] = false,
        ["from"] = "2026-03-03T09:00:00Z",
        ["to"] = "2026-03-03T10:00:00Z",
        ["what"] = "Alert earlier",
        ["type"] = "detect",
        ["owner"] = null,
        ["due"] = "2026-12-01",
        ["ticket"] = "SHOP-1",
        ["name"] = "hostile",
        ["days"] = 1,
        ["/api/v1/gate/overrides for"] = "1h",
        ["/api/v1/tokens role"] = "viewer",
        ["/api/v1/backends/test spec"] = new JsonObject { ["url"] = "http://127.0.0.1:9" },
        ["/api/v1/schedules/{schedule}/overrides replaces"] = "hostile-viewer",
        ["/api/v1/incidents/{number}/stamps impactStart"] = "2026-02-03T09:00:00Z",
        ["/api/v1/postmortems/{id}/comments section"] = null,
    };

    public static async Task<ApiScene> PrepareAsync(PortalApp app, HttpClient client)
    {
        await HostileDocuments.LayGroundAsync(app);
        await app.GivenAsync(
            $"[{HostileDocuments.Of("SLO", "openslo/v1", "scene-slo")}, {HostileDocuments.Of("AlertRule", "portal/v1", "scene-rule")}]"
        );
        var scene = new ApiScene();
        var incident = await PostAsync(
            client,
            "/api/v1/incidents",
            new
            {
                title = "Scene",
                severity = "info",
                service = "hostile-shop",
            }
        );
        scene.names["number"] = incident["number"]!.ToString();
        var postmortem = await PostAsync(client, $"/api/v1/incidents/{incident["number"]}/postmortem", new { });
        scene.names["id"] = postmortem["id"]!.ToString();
        var at = $"/api/v1/postmortems/{postmortem["id"]}";
        var items = await PostAsync(client, $"{at}/action-items", new { what = "Watch it", type = "detect" });
        scene.names["item"] = items["actionItems"]![0]!["id"]!.ToString();
        var comments = await PostAsync(client, $"{at}/comments", new { text = "Why?" });
        scene.names["comment"] = comments["comments"]![0]!["id"]!.ToString();
        return scene;
    }

    /// <summary>What an edit of the postmortem has to have seen.</summary>
    public int PostmortemVersion { get; set; } = 1;

    public string this[string name] => names[name];

    public string Address(ApiCall call, string? instead = null, string value = "")
    {
        var path = call.Path;
        foreach (var name in call.InPath)
        {
            var part =
                name == instead ? value
                : names.TryGetValue(name, out var known) ? known
                : throw new KeyNotFoundException($"{call} names a {name}: give the scene one.");
            path = path.Replace($"{{{name}}}", Uri.EscapeDataString(part), StringComparison.Ordinal);
        }

        return path;
    }

    /// <summary>A body as it should be, but for one field.</summary>
    public string Body(ApiCall call, string? instead = null, string json = "")
    {
        const string Marker = "@@hostile@@";
        var body = new JsonObject();
        foreach (var field in call.Body ?? [])
        {
            var (name, inner) = field.Split("[0].") is [var list, var one] ? (list, one) : (field, null);
            var value =
                field == instead ? Marker
                : Values.TryGetValue($"{call.Path} {field}", out var own) ? own?.DeepClone()
                : Values.GetValueOrDefault(inner ?? name)?.DeepClone();
            if (inner is null && call.Body!.Any(other => other.StartsWith($"{field}[0].", StringComparison.Ordinal)))
            {
                body[name] = field == instead ? value : new JsonArray(new JsonObject());
            }
            else if (inner is not null)
            {
                if (body[name] is JsonArray items)
                {
                    items[0]![inner] = value;
                }
            }
            else
            {
                body[name] = value;
            }
        }

        if (call.Path == "/api/v1/postmortems/{id}" && instead != "version")
        {
            body["version"] = PostmortemVersion;
        }

        return body.ToJsonString().Replace($"\"{Marker}\"", json, StringComparison.Ordinal);
    }

    private static async Task<JsonObject> PostAsync(HttpClient client, string path, object body)
    {
        var answer = await client.PostAsJsonAsync(path, body, World.Cancellation);
        var text = await answer.Content.ReadAsStringAsync(World.Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }
}
