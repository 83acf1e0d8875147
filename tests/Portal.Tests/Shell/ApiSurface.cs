using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Portal.Tests.Shell;

/// <summary>The API as its own document describes it, so that a new endpoint is tried without anybody thinking of it.</summary>
internal sealed class ApiSurface(JsonObject document)
{
    public static async Task<ApiSurface> ReadAsync(HttpClient client) =>
        new((await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json", World.Cancellation))!);

    public JsonObject Document => document;

    public IEnumerable<ApiCall> Calls =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        let parameters = (operation.Value!["parameters"] as JsonArray ?? []).OfType<JsonObject>().ToList()
        select new ApiCall(
            operation.Key.ToUpperInvariant(),
            path.Key,
            [.. Named(parameters, "path")],
            [.. Named(parameters, "query")],
            Body(operation.Value!)
        );

    private static IEnumerable<string> Named(IEnumerable<JsonObject> parameters, string place) =>
        parameters.Where(one => one["in"]!.GetValue<string>() == place).Select(one => one["name"]!.GetValue<string>());

    /// <summary>Null for calls without a JSON object of named fields, such as manifests.</summary>
    private IReadOnlyList<string>? Body(JsonNode operation) =>
        operation["requestBody"]?["content"]?["application/json"]?["schema"] is JsonObject schema
        && Resolved(schema)["properties"] is JsonObject fields
            ? [.. fields.SelectMany(field => Fields(field.Key, field.Value!.AsObject()))]
            : null;

    /// <summary>A list of objects is tried through the fields of its first item.</summary>
    private IEnumerable<string> Fields(string name, JsonObject schema)
    {
        var item = Resolved(schema)["items"] as JsonObject;
        return item is not null && Resolved(item)["properties"] is JsonObject fields
            ? [name, .. fields.Select(field => $"{name}[0].{field.Key}")]
            : [name];
    }

    private JsonObject Resolved(JsonObject schema)
    {
        if (schema["oneOf"] is JsonArray choices)
        {
            return Resolved(choices.OfType<JsonObject>().Last());
        }

        return schema["$ref"]?.GetValue<string>().Split('/')[^1] is { } name
            ? document["components"]!["schemas"]![name]!.AsObject()
            : schema;
    }
}

/// <param name="Path">With the names of its parameters: <c>/api/v1/slos/{slo}</c>.</param>
/// <param name="Body">The fields of its JSON body; null without one.</param>
internal sealed record ApiCall(
    string Method,
    string Path,
    IReadOnlyList<string> InPath,
    IReadOnlyList<string> InQuery,
    IReadOnlyList<string>? Body
)
{
    public bool IsWrite => Method != "GET";

    public override string ToString() => $"{Method} {Path}";
}
