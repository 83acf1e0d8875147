using System.Globalization;
using System.Text;
using NodaTime;

namespace Portal.Tests.Slos;

/// <summary>Three hours of counters, gauges and a histogram, a sample at the end of each slice of ten seconds.</summary>
internal static class KnownSamples
{
    private static readonly Duration Step = Duration.FromSeconds(10);

    public static string Until(Instant now)
    {
        var from = now - Duration.FromHours(3);
        var traffic = new Traffic(Step, _ => 100, at => (at - now).TotalSeconds % 40 == 0 ? 8 : 0);
        var text = new StringBuilder(traffic.OpenMetrics(new Interval(from, now)));
        foreach (
            var (type, series, value) in new (string?, string, Func<int, int>)[]
            {
                ("probe gauge", "probe", step => step % 4 == 0 ? 0 : 1),
                ("depth gauge", "depth", step => step % 10 == 0 ? 6 : 5),
                ("wait histogram", "wait_bucket{le=\"1\"}", step => step * 90),
                (null, "wait_bucket{le=\"+Inf\"}", step => step * 100),
                (null, "wait_count", step => step * 100),
                (null, "wait_sum", step => step * 40),
            }
        )
        {
            text.Append(type is null ? "" : $"# TYPE {type}\n");
            for (var step = 0; step <= 1_080; step++)
            {
                var at = (from + (Step * step)).ToUnixTimeSeconds();
                text.Append(CultureInfo.InvariantCulture, $"{series} {value(step)} {at}\n");
            }
        }

        return text.ToString();
    }
}
