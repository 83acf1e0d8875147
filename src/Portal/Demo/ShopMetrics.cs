using System.Globalization;
using System.Text;
using NodaTime;

namespace Portal.Demo;

/// <summary>The shop's counters as text: for scrapes, and with times for the history that is written once.</summary>
internal static class ShopMetrics
{
    private static readonly string[] Les = ["0.1", "0.3", "1", "+Inf"];

    public static string Scrape(ShopTraffic traffic, string job)
    {
        var text = new StringBuilder();
        text.Append("# TYPE http_requests_total counter\n");
        foreach (var (series, value) in Requests(traffic).Where(one => one.Series.Job == job))
        {
            text.Append(CultureInfo.InvariantCulture, $"http_requests_total{{{series.Labels}}} {value:F0}\n");
        }

        text.Append("# TYPE http_request_duration_seconds histogram\n");
        foreach (var (series, value) in Durations(traffic).Where(one => one.Series.Job == job))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"http_request_duration_seconds{series.Suffix}{{{series.Labels}}} {value:F3}\n"
            );
        }

        return text.ToString();
    }

    /// <summary>Thirty days of samples as promtool reads them: each series whole, in the order of time.</summary>
    public static async Task WriteHistoryAsync(
        ShopTraffic traffic,
        Instant end,
        Duration every,
        string file,
        CancellationToken cancellationToken
    )
    {
        var requests = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        var durations = new SortedDictionary<string, StringBuilder>(StringComparer.Ordinal);
        for (var at = traffic.Now + every; at <= end; at += every)
        {
            traffic.AdvanceTo(at, []);
            var seconds = at.ToUnixTimeSeconds();
            foreach (var (series, value) in Requests(traffic))
            {
                Append(requests, $"http_requests_total{{{series.WithJob}}}", value, seconds);
            }

            foreach (var (series, value) in Durations(traffic))
            {
                Append(durations, $"http_request_duration_seconds{series.Suffix}{{{series.WithJob}}}", value, seconds);
            }
        }

        await using var writer = new StreamWriter(file) { NewLine = "\n" };
        await WriteAsync(writer, "# TYPE http_requests counter\n", requests, cancellationToken);
        await WriteAsync(writer, "# TYPE http_request_duration_seconds histogram\n", durations, cancellationToken);
        await writer.WriteAsync("# EOF\n");
    }

    private static void Append(SortedDictionary<string, StringBuilder> all, string series, double value, long seconds)
    {
        if (!all.TryGetValue(series, out var text))
        {
            all[series] = text = new StringBuilder();
        }

        text.Append(series).Append(' ').Append(CultureInfo.InvariantCulture, $"{value:F0} {seconds}\n");
    }

    private static async Task WriteAsync(
        StreamWriter writer,
        string head,
        SortedDictionary<string, StringBuilder> series,
        CancellationToken cancellationToken
    )
    {
        await writer.WriteAsync(head);
        foreach (var text in series.Values)
        {
            foreach (var chunk in text.GetChunks())
            {
                await writer.WriteAsync(chunk, cancellationToken);
            }
        }
    }

    private static IEnumerable<(Series Series, double Value)> Requests(ShopTraffic traffic)
    {
        foreach (var counters in traffic.Counters)
        {
            var route = Route(counters.Route);
            yield return (new(counters.Route.Job, "", $"{route},code=\"200\""), Math.Floor(counters.Good));
            yield return (new(counters.Route.Job, "", $"{route},code=\"500\""), Math.Floor(counters.Bad));
        }
    }

    private static IEnumerable<(Series Series, double Value)> Durations(ShopTraffic traffic)
    {
        foreach (var counters in traffic.Counters)
        {
            var route = Route(counters.Route);
            for (var bound = 0; bound < Les.Length; bound++)
            {
                var count = bound < counters.Within.Count ? counters.Within[bound] : counters.All;
                yield return (new(counters.Route.Job, "_bucket", $"{route},le=\"{Les[bound]}\""), Math.Floor(count));
            }

            yield return (new(counters.Route.Job, "_count", route), Math.Floor(counters.All));
            yield return (new(counters.Route.Job, "_sum", route), Math.Floor(counters.Seconds));
        }
    }

    private static string Route(ShopRoute route) => $"method=\"{route.Method}\",route=\"{route.Path}\"";

    private readonly record struct Series(string Job, string Suffix, string Labels)
    {
        public string WithJob => $"instance=\"{Job}\",job=\"{Job}\",{Labels}";
    }
}
