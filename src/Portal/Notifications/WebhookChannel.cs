using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Portal.Access;
using Portal.Domain.Teams;

namespace Portal.Notifications;

/// <summary>A JSON document posted to an address. 2xx is delivered; 5xx, 408, 425 and 429 are tried again; the rest is refused.</summary>
internal sealed class WebhookChannel(OutboundHttp http, IClock clock) : IChannel
{
    public ContactMethodType Type => ContactMethodType.Webhook;

    public async Task<DeliveryOutcome> SendAsync(
        OutboxMessage message,
        MessageContent content,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, message.Address)
        {
            Content = Body(message, content),
        };
        request.Headers.Add("Idempotency-Key", message.Key);
        request.Headers.Add("webhook-id", message.Key);
        request.Headers.Add(
            "webhook-timestamp",
            clock
                .GetCurrentInstant()
                .ToUnixTimeSeconds()
                .ToString("D", System.Globalization.CultureInfo.InvariantCulture)
        );
        try
        {
            using var response = await http.Client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return Judge(response);
        }
        catch (HttpRequestException failure) when (failure.InnerException is ForbiddenAddressException forbidden)
        {
            return new DeliveryOutcome.Refused(forbidden.Message);
        }
        catch (HttpRequestException failure)
        {
            return new DeliveryOutcome.Postponed(failure.Message);
        }
    }

    /// <summary>Written out whole, with its length: small receivers do not read chunks.</summary>
    private static ByteArrayContent Body(OutboxMessage message, MessageContent content) =>
        new(JsonSerializer.SerializeToUtf8Bytes(WebhookBody.Of(message, content), Outbox.Json))
        {
            Headers = { ContentType = new("application/json") },
        };

    private static DeliveryOutcome Judge(HttpResponseMessage response)
    {
        var said = $"the webhook answered {(int)response.StatusCode} {response.ReasonPhrase}";
        return response switch
        {
            { IsSuccessStatusCode: true } => new DeliveryOutcome.Accepted(),
            { StatusCode: >= HttpStatusCode.InternalServerError } => new DeliveryOutcome.Postponed(
                said,
                Wait(response)
            ),
            { StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 } =>
                new DeliveryOutcome.Postponed(said, Wait(response)),
            _ => new DeliveryOutcome.Refused(said),
        };
    }

    private static Duration? Wait(HttpResponseMessage response) =>
        response.Headers.RetryAfter is RetryConditionHeaderValue { Delta: { } wait }
            ? Duration.FromTimeSpan(wait)
            : null;
}

/// <summary>What a webhook receives.</summary>
/// <param name="Id">The same in every copy of the same message.</param>
internal sealed record WebhookBody(
    string Id,
    [property: JsonPropertyName("event")] string Event,
    string User,
    string Summary,
    string Text,
    WebhookIncident? Incident,
    string? AcknowledgeUrl
)
{
    public static WebhookBody Of(OutboxMessage message, MessageContent content) =>
        new(
            message.Key,
            message.Kind.ToString().ToLowerInvariant(),
            message.User,
            content.Title,
            content.Text,
            content.Incident is { } number
                ? new(
                    number,
                    content.Title,
                    content.Severity,
                    content.State,
                    content.Service,
                    content.Team,
                    content.StartedAt,
                    content.IncidentUrl,
                    content.Runbook,
                    content.Labels
                )
                : null,
            content.AcknowledgeUrl
        );
}

internal sealed record WebhookIncident(
    long Number,
    string Title,
    string? Severity,
    string? State,
    string? Service,
    string? Team,
    Instant? StartedAt,
    string? Url,
    string? Runbook,
    IReadOnlyDictionary<string, string>? Labels
);
