using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Tests.Incidents;

[Collection("incidents")]
public sealed class SnoozeMergeApiTests(StillPortal portal) : IAsyncLifetime
{
    private readonly HttpClient client = portal.CreateVisitor();
    private Story story = null!;
    private Incident down = null!;
    private Incident slow = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        client.DefaultRequestHeaders.Authorization = new("Bearer", StillPortal.Token);
        story = await Story.BeginAsync(portal);
        await story.FireAsync("down");
        down = await story.NewestAsync();
        await story.FireAsync("slow", Severity.Warning);
        slow = await story.NewestAsync();
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_snooze_answers_with_the_incident_and_until_when()
    {
        var (status, snoozed) = await PostAsync(down, "snooze", new { @for = "30m" });
        var until = InstantPattern.General.Format(slow.DetectedAt + Duration.FromDays(2));
        var (_, moved) = await PostAsync(down, "snooze", new { until });

        Assert.Equal((HttpStatusCode.OK, "acknowledged"), (status, snoozed.GetProperty("state").GetString()));
        Assert.NotNull(snoozed.GetProperty("acknowledgedAt").GetString());
        Assert.NotNull(snoozed.GetProperty("snoozedUntil").GetString());
        Assert.Equal(until, moved.GetProperty("snoozedUntil").GetString());
        Assert.Equal(
            2,
            (await AuditAsync(down)).Count(entry => entry.StartsWith("snoozed until", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("""{}""", "for")]
    [InlineData("""{ "for": "30m", "until": "2099-01-01T00:00:00Z" }""", "until")]
    [InlineData("""{ "for": "soon" }""", "for")]
    [InlineData("""{ "for": "59s" }""", "for")]
    [InlineData("""{ "for": "8d" }""", "for")]
    [InlineData("""{ "until": "tomorrow" }""", "until")]
    [InlineData("""{ "until": "2020-01-01T00:00:00Z" }""", "until")]
    [InlineData("""{ "until": "2099-01-01T00:00:00Z" }""", "until")]
    public async Task A_time_that_cannot_be_is_an_error_of_its_field(string body, string field)
    {
        var (status, problem) = await PostAsync(down, "snooze", JsonSerializer.Deserialize<JsonElement>(body));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.False((await story.ReadAsync(down)).IsSnoozed);
    }

    [Fact]
    public async Task What_is_resolved_is_a_conflict_that_says_who_and_when()
    {
        await story.Commands.ResolveAsync(Story.As(story.Chi), down.Number, Cancellation);

        var (status, problem) = await PostAsync(down, "snooze", new { @for = "30m" });

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains(
            $"{story.Chi} resolved it at",
            problem.GetProperty("detail").GetString()!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_merge_answers_with_the_merged_one_and_the_other_lists_it()
    {
        var (status, merged) = await PostAsync(down, "merge", new { into = slow.Number });

        var target = await client.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{slow.Number}", Cancellation);
        Assert.Equal((HttpStatusCode.OK, "resolved"), (status, merged.GetProperty("state").GetString()));
        Assert.Equal(slow.Number, merged.GetProperty("mergedInto").GetInt64());
        Assert.Empty(merged.GetProperty("alerts").EnumerateArray());
        Assert.Equal([down.Number], target.GetProperty("merged").EnumerateArray().Select(one => one.GetInt64()));
        Assert.Equal(2, target.GetProperty("alerts").GetArrayLength());
        Assert.Equal("critical", target.GetProperty("severity").GetString());
        Assert.Contains($"merged into #{slow.Number}", await AuditAsync(down), StringComparer.Ordinal);
        Assert.Contains($"merged #{down.Number} into it", await AuditAsync(slow), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_merge_without_a_number_is_a_wrong_field_and_one_that_cannot_be_a_conflict()
    {
        var (missing, problem) = await PostAsync(down, "merge", new { });
        await PostAsync(down, "merge", new { into = slow.Number });
        var (again, conflict) = await PostAsync(down, "merge", new { into = slow.Number });
        var (reopen, _) = await PostAsync(down, "reopen", new { });

        Assert.Equal(HttpStatusCode.BadRequest, missing);
        Assert.Equal("into", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (again, reopen));
        Assert.Contains(
            $"into #{slow.Number} at",
            conflict.GetProperty("detail").GetString()!,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Both_are_described()
    {
        var described = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancellation);

        foreach (var command in new[] { "snooze", "merge" })
        {
            var post = described
                .GetProperty("paths")
                .GetProperty($"/api/v1/incidents/{{number}}/{command}")
                .GetProperty("post");
            Assert.NotEmpty(post.GetProperty("summary").GetString()!);
        }
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync<T>(Incident about, string command, T body)
    {
        using var answer = await client.PostAsJsonAsync(
            $"/api/v1/incidents/{about.Number}/{command}",
            body,
            Cancellation
        );
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    private async Task<IReadOnlyList<string>> AuditAsync(Incident about)
    {
        var entries = await portal
            .Get<AuditLog>()
            .ListAsync("Incident", $"#{about.Number}", null, null, 50, Cancellation);
        return [.. entries.Select(entry => entry.Action)];
    }
}
