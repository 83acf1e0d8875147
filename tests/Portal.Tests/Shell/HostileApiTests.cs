using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace Portal.Tests.Shell;

/// <summary>
/// Every parameter and every field of every call is given what it does not expect: it is refused with problem details that
/// name it, and nothing was changed; or it is taken, and what was written is what is read.
/// </summary>
/// <remarks>Longer than other files by a few lines: what counts as changed and as kept belongs beside the questions.</remarks>
[Collection(ApiScene.Collection)]
public sealed class HostileApiTests(PortalApp app)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly int[] Refusals = [400, 404, 409, 413, 415, 422];

    /// <summary>A backend that is not there is told as that, and not as a fault of the request.</summary>
    private const int NoBackend = 502;

    /// <summary>What a person writes and others read, by the path of the call that takes it.</summary>
    private static readonly Dictionary<string, string> ReadAt = new(StringComparer.Ordinal)
    {
        ["/api/v1/incidents/{number}/notes"] = "/api/v1/incidents/{number}/timeline",
        ["/api/v1/incidents/{number}/runbook"] = "/api/v1/incidents/{number}/timeline",
        ["/api/v1/incidents/{number}/stamps"] = "/api/v1/incidents/{number}/timeline",
        ["/api/v1/tokens"] = "/api/v1/tokens",
        ["/api/v1/postmortems/{id}/action-items"] = "/api/v1/postmortems/{id}",
        ["/api/v1/postmortems/{id}/comments"] = "/api/v1/postmortems/{id}",
    };

    private const string Import = "/api/v1/import";
    private const string Imported =
        "{ version: prometheus/v1, service: a, slos: [ { name: a, objective: 99, sli: { raw: { error_ratio_query: a } } } ] }";

    private static readonly string[] ImportParameters = ["format=sloth", "backend=hostile-prom"];

    [Fact]
    public async Task Hostile_parameters_are_refused_by_name_or_taken_as_they_are()
    {
        using var client = await app.ProgramAsync();
        var scene = await ApiScene.PrepareAsync(app, client);
        var wrong = new List<string>();
        var turn = 0;
        foreach (var call in (await ApiSurface.ReadAsync(client)).Calls)
        {
            foreach (var name in call.InQuery)
            {
                foreach (var value in HostileValues.InAddresses(turn++, 8))
                {
                    var query = $"?{name}={Uri.EscapeDataString(value.Text!)}{Besides(call, name)}";
                    using var asked = Request(call, scene.Address(call) + query, scene.Body(call));
                    var (_, why) = await SendAsync(client, asked, name);
                    wrong.AddRange(why.Select(one => $"{call}, {name}, {value}: {one}"));
                }
            }

            // The server itself refuses a NUL in a path.
            foreach (var name in call.InPath)
            {
                foreach (var value in HostileValues.InAddresses(turn++, 16).Where(value => CanBeInPath(value.Text!)))
                {
                    using var asked = Request(call, scene.Address(call, name, value.Text!), scene.Body(call));
                    var (_, why) = await SendAsync(client, asked, field: null);
                    wrong.AddRange(why.Select(one => $"{call}, path {name}, {value}: {one}"));
                }
            }
        }

        Assert.True(wrong.Count == 0, HostileValues.Told(wrong));
    }

    [Fact]
    public async Task Hostile_fields_are_refused_by_name_and_change_nothing_or_are_kept_exactly()
    {
        using var client = await app.ProgramAsync();
        var scene = await ApiScene.PrepareAsync(app, client);
        var wrong = new List<string>();
        var before = await StateAsync(scene);
        var turn = 0;
        foreach (var call in (await ApiSurface.ReadAsync(client)).Calls.Where(call => call.Body is not null))
        {
            foreach (var field in call.Body!)
            {
                foreach (var value in HostileValues.Share(turn++, 6))
                {
                    using var asked = Request(call, scene.Address(call), scene.Body(call, field, value.Json));
                    var (answer, why) = await SendAsync(client, asked, field);
                    wrong.AddRange(why.Select(one => $"{call}, {field}, {value}: {one}"));
                    Follow(scene, call, answer);
                    var after = await StateAsync(scene);
                    if (answer is null && before != after)
                    {
                        wrong.Add($"{call}, {field}, {value}: refused, and yet something was changed");
                    }
                    else if (answer is not null && !await IsKeptAsync(client, scene, call, field, value, answer))
                    {
                        wrong.Add($"{call}, {field}, {value}: taken, and not what is read: {Short(answer)}");
                    }

                    before = after;
                }
            }
        }

        Assert.True(wrong.Count == 0, HostileValues.Told(wrong));
    }

    /// <summary>The other parameters without which a call is refused.</summary>
    private static string Besides(ApiCall call, string name) =>
        string.Concat(
            (call.Path == Import ? ImportParameters : ["label=job"])
                .Where(other => !other.StartsWith($"{name}=", StringComparison.Ordinal))
                .Select(other => $"&{other}")
        );

    private static bool CanBeInPath(string text) => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal);

    private static void Follow(ApiScene scene, ApiCall call, string? answer)
    {
        if (answer is not null && call.Path.StartsWith("/api/v1/postmortems/{id}", StringComparison.Ordinal))
        {
            scene.PostmortemVersion = JsonNode.Parse(answer)!["version"]!.GetValue<int>();
        }
    }

    private static HttpRequestMessage Request(ApiCall call, string address, string body) =>
        new(new HttpMethod(call.Method), address)
        {
            Content =
                call.Path == Import ? new StringContent(Imported, Encoding.UTF8, "application/yaml")
                : call.Body is null ? null
                : new StringContent(body, Encoding.UTF8, "application/json"),
        };

    /// <returns>The answer when the request was taken, and what is wrong with how it was answered.</returns>
    private static async Task<(string? Answer, IReadOnlyList<string> Wrong)> SendAsync(
        HttpClient client,
        HttpRequestMessage request,
        string? field
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(World.Cancellation);
        patience.CancelAfter(Patience);
        using var answer = await client.SendAsync(request, patience.Token);
        var text = await answer.Content.ReadAsStringAsync(patience.Token);
        var status = (int)answer.StatusCode;
        if (answer.IsSuccessStatusCode)
        {
            return (text, []);
        }

        if (!Refusals.Append(NoBackend).Contains(status))
        {
            return (null, [$"{status} {Short(text)}"]);
        }

        var wrong = new List<string>();
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            wrong.Add($"{status} as {answer.Content.Headers.ContentType}");
            return (null, wrong);
        }

        var problem = JsonNode.Parse(text)!.AsObject();
        if (problem["title"] is null || problem["detail"] is null || problem["traceId"] is null)
        {
            wrong.Add($"without title, detail or traceId: {Short(text)}");
        }

        if (!answer.Headers.Contains("X-Trace-ID") || text.Contains("   at ", StringComparison.Ordinal))
        {
            wrong.Add($"without a trace id, or with a stack trace: {Short(text)}");
        }

        if (status == (int)HttpStatusCode.BadRequest && field is not null && !Names(problem, field))
        {
            wrong.Add($"does not name the field: {Short(text)}");
        }

        return (null, wrong);
    }

    private static bool Names(JsonObject problem, string field) =>
        problem["errors"] is JsonObject errors
        && errors.Any(error =>
            error.Key == field
            || field.StartsWith(error.Key, StringComparison.Ordinal)
            || error.Key.StartsWith(field, StringComparison.Ordinal)
            // One that ends before it begins is told at its end, and the other way round.
            || (field is "from" or "to" or "range" && error.Key is "from" or "to")
            // Manifests are no fields of this document; these are sent without one.
            || (error.Key == "body" && field is "dryRun" or "range" or "impactStart")
        );

    /// <summary>Texts that people read again are kept as they were, but for blanks around them.</summary>
    private static async Task<bool> IsKeptAsync(
        HttpClient client,
        ApiScene scene,
        ApiCall call,
        string field,
        HostileValue value,
        string answer
    )
    {
        if (
            value.Text is not { } text
            || string.IsNullOrWhiteSpace(text)
            || field is not ("text" or "title" or "what" or "reason" or "version" or "ticket" or "name")
        )
        {
            return true;
        }

        if (!call.Path.EndsWith("notes/{note}", StringComparison.Ordinal) && ReadAt.TryGetValue(call.Path, out var at))
        {
            answer = await client.GetStringAsync(
                at.Replace("{number}", scene["number"], StringComparison.Ordinal)
                    .Replace("{id}", scene["id"], StringComparison.Ordinal),
                World.Cancellation
            );
        }

        return call.Path.StartsWith("/api/v1/backends", StringComparison.Ordinal)
            || Texts(JsonNode.Parse(answer)).Any(kept => kept.Contains(text.Trim(), StringComparison.Ordinal))
            || call.Path is "/api/v1/tokens" or "/api/v1/postmortems/{id}";
    }

    private static IEnumerable<string> Texts(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.SelectMany(field => Texts(field.Value)),
            JsonArray list => list.SelectMany(Texts),
            JsonValue value => [value.ToString()],
            _ => [],
        };

    /// <summary>All that calls of the scene could change, in short.</summary>
    private async Task<string> StateAsync(ApiScene scene)
    {
        await using var connection = await app.Get<NpgsqlDataSource>().OpenConnectionAsync(World.Cancellation);
        return await connection.QuerySingleAsync<string>(
            """
            select concat_ws(',',
              (select count(*) from timeline_entry t join incident i on i.id = t.incident_id where i.service = 'hostile-shop' and t.actor <> 'portal'),
              (select count(*) from incident where service = 'hostile-shop'),
              (select count(*) from deployment where service = 'hostile-shop'),
              (select count(*) from api_token where owner = 'admin' and name = 'hostile'),
              (select max(version) from definition where name = 'hostile-rota'),
              (select version from postmortem where id = @id),
              (select count(*) from action_item where postmortem_id = @id),
              (select count(*) from postmortem_comment where postmortem_id = @id))
            """,
            new { id = Guid.Parse(scene["id"]) }
        );
    }

    private static string Short(string text) => text.Length > 300 ? text[..300] : text;
}
