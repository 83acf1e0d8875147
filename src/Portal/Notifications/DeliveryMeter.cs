using System.Diagnostics;
using System.Diagnostics.Metrics;
using NodaTime;

namespace Portal.Notifications;

/// <summary>How long messages take and how they end.</summary>
internal static class DeliveryMeter
{
    private static readonly ActivitySource Source = new("Portal");

    private static readonly Meter Meter = new("Portal");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "portal.notification.duration",
        "s",
        "From owing a message to the provider's word"
    );

    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("portal.notification.dead_letters");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("portal.notification.retries");

    /// <summary>A trace of its own, linked to the one in which it was decided.</summary>
    public static Activity? Trace(OutboxMessage message)
    {
        var links = ActivityContext.TryParse(message.TraceParent, null, out var decided)
            ? new[] { new ActivityLink(decided) }
            : [];
        return Source.StartActivity(
            $"send {message.Channel}",
            ActivityKind.Producer,
            default(ActivityContext),
            links: links
        );
    }

    public static void Record(OutboxMessage message, MessageStatus status, Duration age)
    {
        var channel = new KeyValuePair<string, object?>("portal.channel", message.Channel.ToString());
        switch (status)
        {
            case MessageStatus.Delivered:
                Durations.Record(age.TotalSeconds, channel);
                break;
            case MessageStatus.Failed:
                DeadLetters.Add(1, channel);
                break;
            case MessageStatus.Pending:
                Retries.Add(1, channel);
                break;
            case MessageStatus.Dropped:
                break;
        }
    }
}
