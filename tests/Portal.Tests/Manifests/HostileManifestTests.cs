using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Manifests;

namespace Portal.Tests.Manifests;

/// <summary>Every field of every kind is given what it does not expect: it is refused by name and line, or kept exactly.</summary>
public sealed class HostileManifestTests(PortalApp app)
{
    private const string Marker = "\"@@hostile@@\"";

    /// <summary>Shown masked.</summary>
    private static readonly HashSet<string> Secrets = new(StringComparer.Ordinal)
    {
        "$.spec.auth.value",
        "$.spec.contactMethods[1].address",
    };

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Kinds =>
        [
            "User",
            "Team",
            "Runbook",
            "Backend",
            "Schedule",
            "EscalationPolicy",
            "Service",
            "SLO",
            "Correction",
            "ErrorBudgetPolicy",
            "ServiceLevelAgreement",
            "AlertRule",
            "PostmortemTemplate",
        ];

    [Fact]
    public void Every_kind_is_tried()
    {
        Assert.Equal(
            app.Get<ManifestKinds>().All.Select(kind => kind.Kind).Order(StringComparer.Ordinal),
            Kinds.Select(row => row.Data).Order(StringComparer.Ordinal),
            StringComparer.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_hostile_value_is_refused_by_field_and_line_or_kept_exactly(string kind)
    {
        using var client = await GivenAsync();
        var wrong = new List<string>();
        var turn = Kinds.Select(row => row.Data).TakeWhile(one => one != kind).Count();
        foreach (var value in HostileValues.Share(turn, 4))
        {
            var fields = HostileDocuments.Fields(Valid(kind));
            var results = await TryAsync(client, kind, value, fields, wrong);
            var taken = fields
                .Where((_, at) => results[at]?["action"]?.GetValue<string>() is not (null or "invalid"))
                .ToList();
            if (taken.Count > 0 && !await KeepAsync(client, kind, value, taken, wrong))
            {
                foreach (var field in taken)
                {
                    Assert.True(await KeepAsync(client, kind, value, [field], wrong), $"{kind}, {value}, {field}");
                }
            }
        }

        Assert.True(wrong.Count == 0, HostileValues.Told(wrong));
    }

    private async Task<HttpClient> GivenAsync()
    {
        await HostileDocuments.LayGroundAsync(app);
        return await app.ProgramAsync();
    }

    private JsonObject Valid(string kind) =>
        HostileDocuments.Of(
            kind,
            app.Get<ManifestKinds>().Get(kind).ApiVersion,
            $"{HostileDocuments.Prefix}-{kind.ToLowerInvariant()}"
        );

    /// <summary>One document for each field, all in one trial: each is judged by itself.</summary>
    private async Task<JsonArray> TryAsync(
        HttpClient client,
        string kind,
        HostileValue value,
        IReadOnlyList<string> fields,
        List<string> wrong
    )
    {
        var documents = fields.Select((field, at) => Broken(kind, [field], value, $"-{at}")).ToList();
        var (status, body) = await SendAsync(client, $"[{string.Join(",\n", documents)}]", dryRun: true);
        var results = body["results"] as JsonArray ?? [];
        if (value.Name.StartsWith("lone", StringComparison.Ordinal) && IsToldByLine(results))
        {
            return [.. fields.Select(_ => (JsonNode?)null)]; // an escape that no document may hold
        }

        if (status is not (HttpStatusCode.OK or HttpStatusCode.BadRequest) || results.Count != fields.Count)
        {
            wrong.Add($"{kind}, {value}: {(int)status} {body.ToJsonString()}");
            return [.. fields.Select(_ => (JsonNode?)null)];
        }

        for (var at = 0; at < fields.Count; at++)
        {
            wrong.AddRange(Unhelpful(results[at]!, fields[at]).Select(why => $"{kind}, {value}, {fields[at]}: {why}"));
        }

        return results;
    }

    private static bool IsToldByLine(JsonArray results) =>
        results is [{ } only]
        && only["errors"] is JsonArray { Count: 1 } errors
        && errors[0]!["line"]!.GetValue<int>() > 1
        && errors[0]!["message"]!.GetValue<string>().Contains("surrogates", StringComparison.Ordinal);

    /// <summary>A refusal names the field, or one that it stands in, and a line of the file.</summary>
    private static IEnumerable<string> Unhelpful(JsonNode result, string field)
    {
        var errors = result["errors"]!.AsArray();
        if (result["action"]!.GetValue<string>() == "invalid" && errors.Count == 0)
        {
            yield return "refused without a reason";
        }

        foreach (var error in errors)
        {
            var (path, line, message) = (
                error!["path"]!.GetValue<string>(),
                error["line"]!.GetValue<int>(),
                error["message"]!.GetValue<string>()
            );
            if (line < 1 || message.Length is 0 or > 600)
            {
                yield return $"line {line}: {message}";
            }
            else if (!IsNear(path, field[2..]))
            {
                yield return $"told at {path}: {message}";
            }
        }
    }

    private static bool IsNear(string path, string field)
    {
        var steps = field.Split('.', '[')[..2];
        return path.Length == 0
            || path == "spec"
            || path.StartsWith(string.Join('.', steps), StringComparison.Ordinal)
            || field.StartsWith(path, StringComparison.Ordinal)
            // What an alert needs follows from the promise, and a method is read before what it takes.
            || (field.EndsWith(".target", StringComparison.Ordinal) && path == "spec.alertPolicies")
            || field.EndsWith("budgetingMethod", StringComparison.Ordinal)
            // A name that is changed is missing where it is named.
            || (
                field.Contains("contactMethods", StringComparison.Ordinal)
                && path.Contains("notificationRules", StringComparison.Ordinal)
            );
    }

    /// <summary>What was taken is applied, reads back as it was written, and exporting and applying it again changes nothing.</summary>
    /// <returns>False when the values, each taken alone, are refused together.</returns>
    private async Task<bool> KeepAsync(
        HttpClient client,
        string kind,
        HostileValue value,
        IReadOnlyList<string> fields,
        List<string> wrong
    )
    {
        var (status, body) = await SendAsync(client, Broken(kind, fields, value, ""), dryRun: false);
        if (status != HttpStatusCode.OK)
        {
            Assert.True(status == HttpStatusCode.BadRequest, $"{kind}, {value}: {body.ToJsonString()}");
            return false;
        }

        var name = body["results"]![0]!["name"]!.GetValue<string>();
        var exported = Entry(kind, name);
        wrong.AddRange(
            fields
                .Where(field => value.Text is { } text && !Secrets.Contains(field) && !IsSame(exported, field, text))
                .Select(field =>
                    $"{kind}, {value}, {field}: kept as {HostileDocuments.At(exported, field)?.ToJsonString()}"
                )
        );
        foreach (var again in new[] { exported.ToJsonString(), app.Get<ManifestExport>().Yaml(kind, name) })
        {
            var (_, applied) = await SendAsync(client, again, dryRun: true);
            if (applied["results"]?[0]?["action"]?.GetValue<string>() != "unchanged")
            {
                wrong.Add($"{kind}, {value}: exported and applied again {applied.ToJsonString()}\n{again}");
            }
        }

        return true;
    }

    private JsonObject Entry(string kind, string name) =>
        app.Get<ManifestExport>()
            .Json(kind)
            .OfType<JsonObject>()
            .Single(one => one["metadata"]!["name"]!.GetValue<string>() == name)
            .DeepClone()
            .AsObject();

    /// <summary>Written as it was, or as the same duration, number, time or absence.</summary>
    private static bool IsSame(JsonObject exported, string field, string text) =>
        HostileDocuments.At(exported, field) is not { } kept
            ? string.IsNullOrWhiteSpace(text) || text is "null" or "~" or "0s" or "true"
            // OpenSLO's word for at once, which stands for the usual short window.
            : (field.EndsWith(".alertAfter", StringComparison.Ordinal) && text == "0s")
                || kept.ToString() == text
                || kept.ToString() == text.Trim();

    private string Broken(string kind, IReadOnlyList<string> fields, HostileValue value, string suffix)
    {
        var document = Valid(kind);
        document["metadata"]!["name"] = document["metadata"]!["name"]!.GetValue<string>() + suffix;
        foreach (var field in fields)
        {
            HostileDocuments.At(document, field)!.ReplaceWith(Marker.Trim('"'));
        }

        return document.ToJsonString(Indented).Replace(Marker, value.Json, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode, JsonObject)> SendAsync(HttpClient client, string body, bool dryRun)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(World.Cancellation);
        patience.CancelAfter(Patience);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await client.PostAsync($"/api/v1/manifests?dryRun={dryRun}", content, patience.Token);
        return (
            answer.StatusCode,
            JsonNode.Parse(await answer.Content.ReadAsStringAsync(patience.Token)) as JsonObject ?? []
        );
    }
}
