using System.Globalization;
using System.Text.Json;
using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry.Prometheus;

/// <summary>
/// Asks a backend that speaks Prometheus' HTTP API: Prometheus itself, VictoriaMetrics, Thanos, Mimir. Whatever happens is an
/// outcome; it throws only when the caller cancels.
/// </summary>
internal sealed class PrometheusClient(HttpClient http, BackendConnection backend, BackendGate gate, TimeProvider time)
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The value of each series at one moment.</summary>
    public Task<QueryOutcome<Sample>> QueryAsync(string query, Instant at, CancellationToken cancellationToken) =>
        AskAsync(
            () =>
                Post(
                    "api/v1/query",
                    ("query", query),
                    ("time", Seconds(at)),
                    ("timeout", Milliseconds(backend.Timeout))
                ),
            reply => reply.Samples(backend.MaxSeries),
            cancellationToken
        );

    /// <summary>Each series at every step of a range; a point at the range's end too when it is a whole number of steps away.</summary>
    public Task<QueryOutcome<SeriesPoints>> QueryRangeAsync(
        string query,
        Interval range,
        Duration step,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            () =>
                Post(
                    "api/v1/query_range",
                    ("query", query),
                    ("start", Seconds(range.Start)),
                    ("end", Seconds(range.End)),
                    ("step", Milliseconds(step)),
                    ("timeout", Milliseconds(backend.Timeout))
                ),
            reply => reply.Points(backend.MaxSeries),
            cancellationToken
        );

    /// <summary>Names of labels that series had in the range, for completion while typing.</summary>
    /// <param name="range">Where to look.</param>
    /// <param name="selector">Only of series that match, <c>http_requests_total{job="checkout"}</c>; null for all.</param>
    public Task<QueryOutcome<string>> LabelNamesAsync(
        Interval range,
        string? selector,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            () => Get("api/v1/labels" + Within(range, selector)),
            reply => reply.Names(backend.MaxSeries),
            cancellationToken
        );

    public Task<QueryOutcome<string>> LabelValuesAsync(
        string label,
        Interval range,
        string? selector,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            () => Get($"api/v1/label/{Uri.EscapeDataString(label)}/values{Within(range, selector)}"),
            reply => reply.Names(backend.MaxSeries),
            cancellationToken
        );

    public Task<QueryOutcome<string>> MetricNamesAsync(Interval range, CancellationToken cancellationToken) =>
        LabelValuesAsync("__name__", range, selector: null, cancellationToken);

    /// <summary>Types and help of metrics, one of each name, for completion while typing.</summary>
    public Task<QueryOutcome<Metric>> MetadataAsync(CancellationToken cancellationToken) =>
        AskAsync(
            () => Get("api/v1/metadata?limit_per_metric=1"),
            reply => reply.Metadata(backend.MaxSeries),
            cancellationToken
        );

    /// <summary>What the “Test connection” button asks: is it there, does it let us in, does it answer queries, what is it?</summary>
    public async Task<PrometheusProbe> ProbeAsync(Instant now, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var answer = await QueryAsync("vector(1)", now, cancellationToken);
        var took = Duration.FromTimeSpan(time.GetElapsedTime(started));
        if (answer is QueryOutcome<Sample>.Failed failed)
        {
            return new(failed, null, took);
        }

        // Not everything that speaks the API tells its version; that is no fault.
        var build = await AskAsync(() => Get("api/v1/status/buildinfo"), reply => reply.Version(), cancellationToken);
        return new(null, (build as QueryOutcome<string>.Series)?.Items[0], took);
    }

    private Task<QueryOutcome<T>> AskAsync<T>(
        Func<HttpRequestMessage> request,
        Func<PrometheusReply, QueryOutcome<T>> read,
        CancellationToken cancellationToken
    ) => gate.RunAsync(token => AnswerAsync(request, read, token), cancellationToken);

    private async Task<QueryOutcome<T>> AnswerAsync<T>(
        Func<HttpRequestMessage> ask,
        Func<PrometheusReply, QueryOutcome<T>> read,
        CancellationToken cancellationToken
    )
    {
        using var deadline = new CancellationTokenSource(backend.Timeout.ToTimeSpan(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var request = ask();
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            using var body = await BoundedBody.ReadAsync(response.Content, backend.MaxResponseBytes, either.Token);
            return body is null ? PrometheusFailure.TooManyBytes<T>(backend)
                : response.IsSuccessStatusCode ? Read(body, read)
                : PrometheusFailure.OfStatus<T>(backend, response, body.Bytes, time);
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested
                && PrometheusFailure.OfException<T>(backend, exception) is { } failed
            )
        {
            return failed;
        }
    }

    private QueryOutcome<T> Read<T>(BoundedBody body, Func<PrometheusReply, QueryOutcome<T>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body.Bytes, Json);
            return read(new(backend, document.RootElement));
        }
        catch (Exception exception) when (PrometheusFailure.IsOfShape(exception))
        {
            return PrometheusFailure.Malformed<T>(backend);
        }
    }

    private HttpRequestMessage Post(string path, params IReadOnlyList<(string Name, string Value)> form) =>
        Request(
            HttpMethod.Post,
            path,
            new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value)))
        );

    private HttpRequestMessage Get(string path) => Request(HttpMethod.Get, path, content: null);

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, backend.Below(path)) { Content = content };
        backend.Credentials.ApplyTo(request.Headers);
        return request;
    }

    private static string Within(Interval range, string? selector) =>
        $"?start={Seconds(range.Start)}&end={Seconds(range.End)}"
        + (selector is null ? "" : $"&match[]={Uri.EscapeDataString(selector)}");

    private static string Seconds(Instant at) =>
        (at.ToUnixTimeMilliseconds() / 1000m).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Milliseconds(Duration duration) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");
}

/// <summary>What a test of a connection found.</summary>
/// <param name="Failure">Why it does not work; null when it does.</param>
/// <param name="Version">What the backend says it is; null when it does not say.</param>
/// <param name="Took">Time of one trivial query.</param>
internal sealed record PrometheusProbe(QueryOutcome<Sample>.Failed? Failure, string? Version, Duration Took);
