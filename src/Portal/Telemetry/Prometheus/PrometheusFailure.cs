using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NodaTime;
using Portal.Access;
using Portal.Domain;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry.Prometheus;

/// <summary>What went wrong, from the signs that HTTP gives, in words that are safe to show.</summary>
/// <remarks>
/// Of a body only Prometheus' own <c>error</c> text is shown, and a piece of that: whoever enters an address must not be able
/// to read what lies there.
/// </remarks>
internal static class PrometheusFailure
{
    private const int LongestText = 500;

    /// <summary>An answer with a status code other than a success.</summary>
    public static QueryOutcome<T> OfStatus<T>(
        BackendConnection backend,
        HttpResponseMessage response,
        ReadOnlyMemory<byte> body,
        TimeProvider time
    )
    {
        var (errorType, text) = ErrorOf(body);
        var status = (int)response.StatusCode;
        var (kind, what) = Meaning(response.StatusCode, errorType);
        return new QueryOutcome<T>.Failed(
            kind,
            text is null ? $"{backend.Name} {what} ({status})." : $"{backend.Name} {what} ({status}): {text}"
        )
        {
            RetryAfter = kind == QueryFailure.Overloaded ? RetryAfter(response, time) : null,
        };
    }

    /// <summary>The failure behind an exception of HttpClient; null when it is none of those, but a fault of ours.</summary>
    public static QueryOutcome<T>? OfException<T>(BackendConnection backend, Exception exception) =>
        exception switch
        {
            OperationCanceledException => new QueryOutcome<T>.Failed(
                QueryFailure.Timeout,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{backend.Name} did not answer within {backend.Timeout.TotalSeconds} s."
                )
            ),
            HttpRequestException { InnerException: ForbiddenAddressException refused } => new QueryOutcome<T>.Failed(
                QueryFailure.Refused,
                refused.Message
            ),
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse
            } => Malformed<T>(backend),
            HttpRequestException unreachable => new QueryOutcome<T>.Failed(
                QueryFailure.Unreachable,
                $"{backend.Name} cannot be reached: {Reason(unreachable)}."
            ),
            // Once the head has come, whatever ends the connection or spoils the packing has cut the body.
            IOException or InvalidDataException => Malformed<T>(backend),
            _ => null,
        };

    /// <summary>Whether an exception of reading JSON says that it is not what was expected.</summary>
    public static bool IsOfShape(Exception exception) =>
        exception
            is JsonException
                or FormatException
                or InvalidOperationException
                or KeyNotFoundException
                or IndexOutOfRangeException
                or OverflowException
                or ArgumentException
                or DomainException;

    public static QueryOutcome<T>.Failed Malformed<T>(BackendConnection backend) =>
        new(QueryFailure.Malformed, $"The answer of {backend.Name} was cut off, or is not what Prometheus speaks.");

    public static QueryOutcome<T>.Failed TooManyBytes<T>(BackendConnection backend) =>
        new(
            QueryFailure.TooLarge,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The answer of {backend.Name} is larger than {backend.MaxResponseBytes / 1024:N0} KiB. Narrow the query."
            )
        );

    public static QueryOutcome<T>.Failed TooManySeries<T>(BackendConnection backend) =>
        new(
            QueryFailure.TooLarge,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The answer of {backend.Name} has more than {backend.MaxSeries:N0} series. Narrow the query."
            )
        );

    /// <summary>Somebody else's text, short enough for a message.</summary>
    public static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";

    private static (QueryFailure Kind, string What) Meaning(HttpStatusCode status, string? errorType) =>
        status switch
        {
            // Prometheus says 503 both when it is full and when the query took too long.
            HttpStatusCode.ServiceUnavailable when errorType is "timeout" => (QueryFailure.Timeout, "ran out of time"),
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests => (
                QueryFailure.Overloaded,
                "has too much to do"
            ),
            HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => (QueryFailure.Timeout, "ran out of time"),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired => (
                QueryFailure.Unauthorized,
                "does not accept the credentials"
            ),
            HttpStatusCode.NotFound => (QueryFailure.Refused, "has no Prometheus API at this address"),
            >= HttpStatusCode.InternalServerError => (QueryFailure.Unreachable, "is broken"),
            >= HttpStatusCode.BadRequest => (QueryFailure.Refused, "refuses the query"),
            _ => (QueryFailure.Refused, "redirects, which is not followed: enter the final address"),
        };

    /// <summary>Prometheus' own words about what is wrong; nothing when the body is not from it.</summary>
    private static (string? Type, string? Text) ErrorOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return
                document.RootElement.TryGetProperty("error", out var error) && error.GetString() is { Length: > 0 } text
                ? (document.RootElement.TryGetProperty("errorType", out var type) ? type.GetString() : null, Cut(text))
                : (null, null);
        }
        catch (Exception exception) when (IsOfShape(exception))
        {
            return (null, null);
        }
    }

    private static Duration? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => Duration.FromTimeSpan(wait),
            { Date: { } date } => Duration.Max(Duration.Zero, Duration.FromTimeSpan(date - time.GetUtcNow())),
            _ => null,
        };

    private static string Reason(HttpRequestException exception) =>
        exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "its name is not known",
            HttpRequestError.SecureConnectionError => "no trusted TLS connection",
            _ when exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                "connection refused",
            _ => "no connection",
        };
}
