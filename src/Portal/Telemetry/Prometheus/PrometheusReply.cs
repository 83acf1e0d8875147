using System.Globalization;
using System.Text.Json;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry.Prometheus;

/// <summary>A successful answer: <c>{"status": "success", "data": …, "warnings": […]}</c>.</summary>
/// <remarks>What does not have that shape throws, and <see cref="PrometheusFailure.IsOfShape"/> knows the exceptions.</remarks>
internal sealed class PrometheusReply(BackendConnection backend, JsonElement root)
{
    /// <summary>An answer can hold a warning for each of a thousand stores; so many tell the story.</summary>
    private const int MostWarnings = 10;

    private JsonElement Data =>
        root.GetProperty("status").ValueEquals("success")
            ? root.GetProperty("data")
            : throw new FormatException("An answer that is not a success comes with a status code of its own");

    public QueryOutcome<Sample> Samples(int limit)
    {
        var (type, result) = Result();
        return type switch
        {
            "vector" => Each(result, limit, "value", (labels, pair) => new Sample(labels, Number(pair[1]))),
            "scalar" => Answer<Sample>([new(LabelSet.Empty, Number(result[1]))]),
            "matrix" => Refused<Sample>(
                "ranges; one value for each series is needed. Leave out [5m], or wrap it in rate()"
            ),
            "string" => Refused<Sample>("text, not numbers"),
            _ => throw new FormatException($"Unknown type of result: {type}"),
        };
    }

    public QueryOutcome<SeriesPoints> Points(int limit)
    {
        var (type, result) = Result();
        return type == "matrix"
            ? Each(result, limit, "values", Column)
            : throw new FormatException($"A range gives a matrix, not a {type}");
    }

    public QueryOutcome<string> Names(int limit) =>
        Data.GetArrayLength() > limit
            ? PrometheusFailure.TooManySeries<string>(backend)
            : Answer<string>([.. Data.EnumerateArray().Select(name => name.GetString()!)]);

    public QueryOutcome<Metric> Metadata(int limit) =>
        Answer<Metric>([
            .. Data.EnumerateObject()
                .Take(limit)
                .Where(metric => metric.Value.GetArrayLength() > 0)
                .Select(metric => Described(metric.Name, metric.Value[0])),
        ]);

    public QueryOutcome<string> Version() => Answer<string>([Data.GetProperty("version").GetString()!]);

    private static Metric Described(string name, JsonElement metric) =>
        new(
            name,
            metric.GetProperty("type").GetString() switch
            {
                "counter" => MetricType.Counter,
                "gauge" => MetricType.Gauge,
                "histogram" => MetricType.Histogram,
                "summary" => MetricType.Summary,
                _ => MetricType.Unknown,
            },
            PrometheusFailure.Cut(metric.GetProperty("help").GetString() ?? "")
        );

    private (string? Type, JsonElement Result) Result() =>
        (Data.GetProperty("resultType").GetString(), Data.GetProperty("result"));

    private QueryOutcome<T> Each<T>(JsonElement result, int limit, string values, Func<LabelSet, JsonElement, T> read)
    {
        if (result.GetArrayLength() > limit)
        {
            return PrometheusFailure.TooManySeries<T>(backend);
        }

        var items = new List<T>(result.GetArrayLength());
        foreach (var series in result.EnumerateArray())
        {
            if (!series.TryGetProperty(values, out var value))
            {
                return Refused<T>(
                    "histograms, which have no single value. Take histogram_quantile() or histogram_count() of it"
                );
            }

            items.Add(read(Labels(series.GetProperty("metric")), value));
        }

        return Answer(items);
    }

    private QueryOutcome<T> Answer<T>(IReadOnlyList<T> items) =>
        QueryOutcome.Answer(items, [.. Missing().Take(MostWarnings)]);

    /// <summary>What the backend says about parts that are missing.</summary>
    private IEnumerable<string> Missing()
    {
        if (root.TryGetProperty("isPartial", out var partial) && partial.ValueKind == JsonValueKind.True)
        {
            yield return $"A storage node of {backend.Name} did not answer (isPartial).";
        }

        if (!root.TryGetProperty("warnings", out var warnings) || warnings.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        // "PromQL warning: …" is about how the query is written; the result is whole. To wait for it to go away would be for ever.
        foreach (var text in warnings.EnumerateArray().Select(warning => warning.GetString()!))
        {
            if (!text.StartsWith("PromQL ", StringComparison.Ordinal))
            {
                yield return PrometheusFailure.Cut(text);
            }
        }
    }

    private static QueryOutcome<T>.Failed Refused<T>(string what) =>
        new(QueryFailure.Refused, $"The query gives {what}.");

    private static SeriesPoints Column(LabelSet labels, JsonElement pairs)
    {
        var times = new Instant[pairs.GetArrayLength()];
        var values = new double[times.Length];
        var at = 0;
        foreach (var pair in pairs.EnumerateArray())
        {
            times[at] = Instant.FromUnixTimeMilliseconds((long)(pair[0].GetDecimal() * 1000));
            values[at++] = Number(pair[1]);
        }

        return new(labels, times, values);
    }

    private static LabelSet Labels(JsonElement metric) =>
        LabelSet.From(
            metric.EnumerateObject().Select(label => KeyValuePair.Create(label.Name, label.Value.GetString()!))
        );

    /// <summary>Values are texts, because JSON has no NaN and no infinity.</summary>
    private static double Number(JsonElement text) =>
        text.GetString() switch
        {
            "NaN" => double.NaN,
            "+Inf" or "Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            var digits => double.Parse(digits!, NumberStyles.Float, CultureInfo.InvariantCulture) is var number
            && double.IsFinite(number)
                ? number
                : throw new FormatException("A number that does not fit"),
        };
}
