using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;

namespace Portal.Demo;

/// <summary>The telephones of the demo's people: they show what the portal's webhooks bring.</summary>
internal sealed class DemoPhones(IClock clock)
{
    private const int Most = 50;

    private readonly ConcurrentQueue<DemoMessage> messages = new();

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DemoMessage> Messages => [.. messages.Reverse()];

    public void Ring(string user, JsonElement body)
    {
        messages.Enqueue(
            new(
                clock.GetCurrentInstant(),
                user,
                Text(body, "event"),
                Text(body, "summary"),
                body.TryGetProperty("acknowledgeUrl", out var url) ? url.GetString() : null
            )
        );
        while (messages.Count > Most)
        {
            messages.TryDequeue(out _);
        }
    }

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

/// <param name="Kind">page, notice or test.</param>
internal sealed record DemoMessage(Instant At, string User, string Kind, string Summary, string? AcknowledgeUrl);
