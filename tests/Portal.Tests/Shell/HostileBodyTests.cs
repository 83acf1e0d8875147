using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.Tests.Shell;

/// <summary>Bodies that are wrong as a whole: what cannot be read is refused soon, in words, and breaks nothing.</summary>
public sealed class HostileBodyTests(PortalApp app)
{
    private const string Manifests = "/api/v1/manifests";
    private const string Incidents = "/api/v1/incidents";
    private const int Deep = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string User =
        "apiVersion: portal/v1\nkind: User\nmetadata: { name: hostile-body }\nspec: { displayName: @ }\n";

    public static TheoryData<string, string, string, string> Yaml =>
        new()
        {
            { "nothing", "", "body", "holds no manifest" },
            { "only a comment", "# later", "body", "holds no manifest" },
            { "a NUL", "a: 1\nb: \0 2", "", "NUL character" },
            { "a NUL by escape", User.Replace("@", "\"a\\0b\""), "User/hostile-body: spec.displayName", "NUL" },
            { "half a character", User.Replace("@", "\"\\ud800\""), "", "not valid YAML" },
            { "deep lists", "a: " + new string('[', Deep), "", "levels deep" },
            { "deep maps", "a: " + string.Concat(Enumerable.Repeat("{a: ", Deep)), "", "levels deep" },
            { "deep blocks", Blocks(200), "", "levels deep" },
            { "an alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]", "", "Anchors" },
            { "a tag", User.Replace("@", "!!python/object:os.system x"), "", "Tags" },
            { "a local tag", User.Replace("@", "!secret x"), "", "Tags" },
            { "a key twice", "a: 1\na: 2", "", "not valid YAML" },
            { "a field twice", User.Replace("@", "A, displayName: B"), "", "not valid YAML" },
            { "tabs", "a:\n\tb: 1", "", "not valid YAML" },
            { "a list as key", "[a, b]: 1", "", "" },
            { "a map as key", "{a: 1}: 1", "", "" },
            { "a merge", "a: { <<: 1 }", "", "" },
            { "an endless key", new string('k', 100_000) + ": 1", "", "" },
            {
                "a long field",
                "apiVersion: portal/v1\nkind: User\nmetadata: { name: a }\nspec: { displayName: A, ? "
                    + new string('k', 100_000)
                    + " : 1 }",
                "",
                "Unknown field"
            },
            {
                "a long kind",
                "apiVersion: portal/v1\nkind: " + new string('k', 100_000) + "\nmetadata: { name: a }\nspec: {}",
                "",
                "is no kind"
            },
            { "a directive", "%YAML 9.9\n---\na: 1", "", "" },
        };

    [Theory]
    [MemberData(nameof(Yaml))]
    public async Task A_broken_manifest_is_refused_with_its_reason(string what, string body, string field, string told)
    {
        using var client = await app.ProgramAsync();

        var (status, answer) = await SendAsync(client, Manifests, Encoding.UTF8.GetBytes(body), "application/yaml");

        Assert.True(status == HttpStatusCode.BadRequest, $"{what}: {answer}");
        var problem = JsonNode.Parse(answer)!.AsObject();
        Assert.True(problem["errors"]!.AsObject().ContainsKey(field) || field.Length == 0, answer);
        Assert.Contains(told, problem["errors"]!.ToString(), StringComparison.Ordinal);
        Assert.True(answer.Length < 4_000, $"{what}: an answer of {answer.Length} characters");
    }

    public static TheoryData<string, string, string, string> Json =>
        new()
        {
            { "nothing", "", "body", "missing" },
            { "null", "null", "body", "missing" },
            { "a list", "[1]", "body", "Write an object" },
            { "a text", "\"a\"", "body", "Write an object" },
            { "an end too soon", "{\"title\": ", "", "not valid JSON" },
            { "a comment", "{/* */}", "body", "not valid JSON" },
            { "NaN", "{\"title\": NaN}", "", "not valid JSON" },
            { "deep lists", "{\"x\": " + new string('[', Deep), "", "" },
            { "deep maps", "{\"x\": " + string.Concat(Enumerable.Repeat("{\"a\": ", Deep)), "", "" },
            { "a name twice", "{\"title\": \"a\", \"title\": \"b\"}", "title", "twice" },
            { "a NUL", "{\"title\": \"\\u0000\"}", "title", "NUL" },
            { "half a character", "{\"title\": \"\\ud800\"}", "title", "half of a character" },
            { "a number", "{\"title\": 1}", "title", "Write text" },
            { "a long title", $"{{\"title\": \"{new string('x', 1_000_000)}\"}}", "title", "300" },
            {
                "a long service",
                $"{{\"title\": \"a\", \"service\": \"{new string('x', 1_000_000)}\"}}",
                "service",
                "no Service"
            },
            {
                "a long word",
                $"{{\"title\": \"a\", \"severity\": \"{new string('x', 1_000_000)}\"}}",
                "severity",
                "no severity"
            },
        };

    [Theory]
    [MemberData(nameof(Json))]
    public async Task A_broken_body_is_refused_by_field(string what, string body, string field, string told)
    {
        using var client = await app.ProgramAsync();

        var (status, answer) = await SendAsync(client, Incidents, Encoding.UTF8.GetBytes(body), "application/json");

        Assert.True(status == HttpStatusCode.BadRequest, $"{what}: {answer}");
        var problem = JsonNode.Parse(answer)!.AsObject();
        Assert.True(problem["errors"]!.AsObject().ContainsKey(field) || field.Length == 0, answer);
        Assert.Contains(told, problem["errors"]!.ToString(), StringComparison.Ordinal);
        Assert.True(answer.Length < 4_000, $"{what}: an answer of {answer.Length} characters");
    }

    [Theory]
    [InlineData(Manifests, "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Manifests, "multipart/form-data", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Manifests, "image/png", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Incidents, "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Incidents, "application/xml", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(Incidents, "nonsense", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_wrong_content_type_is_refused_with_the_right_one(
        string path,
        string type,
        HttpStatusCode expected
    )
    {
        using var client = await app.ProgramAsync();

        var (status, answer) = await SendAsync(client, path, "{}"u8.ToArray(), type);

        Assert.Equal(expected, status);
        Assert.Contains("application/json", JsonNode.Parse(answer)!["detail"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_gzip_is_refused_before_it_is_unpacked()
    {
        using var client = await app.ProgramAsync();
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[10_000_000], World.Cancellation);
        }

        foreach (var path in new[] { Manifests, Incidents })
        {
            var (status, answer) = await SendAsync(client, path, packed.ToArray(), "application/json", "gzip");

            Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
            Assert.Contains("Content-Encoding gzip", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Manifests, 5_000_000)]
    [InlineData("/api/v1/rules/preview", 300_000)]
    [InlineData("/api/v1/slos/preview", 300_000)]
    [InlineData(Incidents, 2_000_000)]
    public async Task A_body_over_the_limit_is_refused(string path, int size)
    {
        using var client = await app.ProgramAsync();
        var body = Encoding.UTF8.GetBytes($"{{\"a\": \"{new string('x', size)}\"}}");
        client.DefaultRequestHeaders.ExpectContinue = true; // else the answer may find nobody listening yet

        var (status, answer) = await SendAsync(client, path, body, "application/json");

        Assert.True(status == HttpStatusCode.RequestEntityTooLarge, answer);
    }

    [Fact]
    public async Task Broken_bytes_are_refused_and_a_byte_order_mark_is_not_minded()
    {
        using var client = await app.ProgramAsync();
        var good = Encoding.UTF8.GetBytes(User.Replace("@", "Ä"));

        var (marked, _) = await SendAsync(client, Manifests, [0xef, 0xbb, 0xbf, .. good], "application/yaml");
        var (broken, answer) = await SendAsync(
            client,
            Manifests,
            [.. good, 0x23, 0xed, 0xa0, 0x80],
            "application/yaml"
        );

        Assert.Equal(HttpStatusCode.OK, marked);
        Assert.Equal(HttpStatusCode.BadRequest, broken);
        Assert.Contains("not valid UTF-8", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_megabyte_of_text_is_kept_where_text_may_be_long()
    {
        using var client = await app.ProgramAsync();
        var text = string.Concat(Enumerable.Repeat("0123456789 äöü", 75_000));
        var runbook = new JsonObject
        {
            ["apiVersion"] = "portal/v1",
            ["kind"] = "Runbook",
            ["metadata"] = new JsonObject { ["name"] = "hostile-megabyte" },
            ["spec"] = new JsonObject { ["markdown"] = text },
        };

        var (status, answer) = await SendAsync(
            client,
            Manifests,
            Encoding.UTF8.GetBytes(runbook.ToJsonString()),
            "application/json"
        );

        Assert.True(status == HttpStatusCode.OK, answer);
        var kept = app.Get<Portal.Manifests.IDefinitions>().Find<Portal.Domain.Catalog.Runbook>("hostile-megabyte");
        Assert.Equal(text, kept!.Spec.Markdown);
        await client.DeleteAsync($"{Manifests}/Runbook/hostile-megabyte", World.Cancellation);
    }

    private static string Blocks(int depth) =>
        string.Concat(Enumerable.Range(0, depth).Select(level => $"{new string(' ', level)}a:\n"));

    private static async Task<(HttpStatusCode, string)> SendAsync(
        HttpClient client,
        string path,
        byte[] body,
        string type,
        string? encoding = null
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(World.Cancellation);
        patience.CancelAfter(Patience);
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var answer = await client.PostAsync(path, content, patience.Token);
        Assert.Equal(
            "application/problem+json",
            answer.IsSuccessStatusCode ? "application/problem+json" : answer.Content.Headers.ContentType?.MediaType
        );
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(patience.Token));
    }
}
