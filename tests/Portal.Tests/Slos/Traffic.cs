using System.Globalization;
using System.Text;
using NodaTime;

namespace Portal.Tests.Slos;

/// <summary>Counters whose every step is known: so many requests and failures in each slice, before and after now.</summary>
/// <param name="Step">A sample stands at the end of each slice, and the slices begin at its multiples.</param>
/// <param name="Requests">Of the slice that begins then.</param>
/// <param name="Failures">Of the same slice.</param>
internal sealed record Traffic(Duration Step, Func<Instant, long> Requests, Func<Instant, long> Failures)
{
    public (decimal Bad, decimal Total) Between(Instant from, Instant to)
    {
        var (bad, total) = (0L, 0L);
        for (var at = from; at < to; at += Step)
        {
            total += Requests(at);
            bad += Failures(at);
        }

        return (bad, total);
    }

    /// <summary>Samples of some ranges; between them nothing was scraped, while the counters went on.</summary>
    public string OpenMetrics(params IReadOnlyList<Interval> scraped)
    {
        var text = new StringBuilder("# TYPE requests counter\n");
        foreach (var isFailure in new[] { false, true })
        {
            var at = scraped[0].Start;
            foreach (var count in Counts(new Interval(at, scraped[^1].End), isFailure))
            {
                if (scraped.Any(range => range.Start <= at && at <= range.End))
                {
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"requests_total{{code=\"{(isFailure ? 500 : 200)}\"}} {count} {at.ToUnixTimeSeconds()}\n"
                    );
                }

                at += Step;
            }
        }

        return text.ToString();
    }

    /// <summary>One of the two counters at each boundary of slices, both ends included.</summary>
    public IEnumerable<long> Counts(Interval range, bool isFailure)
    {
        var count = 1_000L;
        for (var at = range.Start; at <= range.End; at += Step)
        {
            yield return count;
            count += isFailure ? Failures(at) : Requests(at) - Failures(at);
        }
    }
}
