using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Portal.Tests.Telemetry;

namespace Portal.Tests.Slos;

/// <summary>
/// The alerts of the SRE workbook, chapter 5, for an objective of 99.9 % over 30 d, as recording and alerting rules of
/// Prometheus, evaluated every minute by its own rule engine in simulated time.
/// </summary>
internal static partial class Workbook
{
    /// <summary>Its tiers by the names of our presets: factor, long and short window.</summary>
    public static readonly IReadOnlyList<(string Tier, decimal Factor, string Long, string Short)> Tiers =
    [
        ("fast-burn", 14.4m, "1h", "5m"),
        ("medium-burn", 6, "6h", "30m"),
        ("slow-burn", 3, "24h", "2h"),
        ("creeping-burn", 1, "3d", "6h"),
    ];

    /// <summary>When each alert began to fire and when it no longer did.</summary>
    /// <param name="traffic">With slices of a minute: a sample stands at the end of each.</param>
    /// <param name="scraped">What the rules are evaluated over, minute by minute.</param>
    public static async Task<IReadOnlyDictionary<string, Interval>> FireAsync(Traffic traffic, Interval scraped)
    {
        var (_, says) = await PrometheusServer.TestAsync(Rules(), Test(traffic, scraped));
        // Nothing is expected of the questions, so promtool prints what it got for each: first, last and count of a tier.
        var got = Answer().Matches(says).Select(match => Number(match.Groups["value"].Value)).Chunk(3).ToList();
        Assert.True(got.Count == Tiers.Count && got[^1].Length == 3, says);
        return Tiers
            .Zip(got)
            .ToDictionary(
                pair => pair.First.Tier,
                pair =>
                {
                    var (first, last) = (Duration.FromSeconds(pair.Second[0]), Duration.FromSeconds(pair.Second[1]));
                    // It fired once, without a pause.
                    Assert.Equal((last - first) / traffic.Step + 1, pair.Second[2]);
                    return new Interval(scraped.Start + first, scraped.Start + last + traffic.Step);
                },
                StringComparer.Ordinal
            );
    }

    private static string Rules()
    {
        var text = new StringBuilder("groups:\n  - name: workbook\n    interval: 1m\n    rules:\n");
        foreach (
            var window in Tiers.SelectMany(tier => new[] { tier.Long, tier.Short }).Distinct(StringComparer.Ordinal)
        )
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                      - record: slo:sli_error:ratio_rate{{window}}
                        expr: sum(rate(requests_total{code="500"}[{{window}}])) / sum(rate(requests_total[{{window}}]))

                """
            );
        }

        foreach (var (tier, factor, longer, shorter) in Tiers)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                      - alert: {{tier}}
                        expr: slo:sli_error:ratio_rate{{longer}} > ({{factor}}*0.001) and slo:sli_error:ratio_rate{{shorter}} > ({{factor}}*0.001)

                """
            );
        }

        return text.ToString();
    }

    private static string Test(Traffic traffic, Interval scraped)
    {
        var minutes = (int)scraped.Duration.TotalMinutes;
        var text = new StringBuilder("rule_files: [ slo.rules.yml ]\nevaluation_interval: 1m\ntests:\n");
        text.Append("  - interval: 1m\n    input_series:\n");
        foreach (var (code, isFailure) in new[] { (200, false), (500, true) })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"      - series: 'requests_total{{code=\"{code}\"}}'\n        values: '"
            );
            text.AppendJoin(' ', traffic.Counts(scraped, isFailure)).Append("'\n");
        }

        text.Append("    promql_expr_test:\n");
        foreach (var (tier, _, _, _) in Tiers)
        {
            var alert = $"ALERTS{{alertname=\"{tier}\",alertstate=\"firing\"}}";
            foreach (
                var question in new[]
                {
                    $"min_over_time(timestamp({alert})[{minutes}m:1m])",
                    $"max_over_time(timestamp({alert})[{minutes}m:1m])",
                    $"count_over_time({alert}[{minutes}m:1m])",
                }
            )
            {
                text.Append(CultureInfo.InvariantCulture, $"      - {{ expr: '{question}', eval_time: {minutes}m }}\n");
            }
        }

        return text.ToString();
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"got: \{.*\} (?<value>\S+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Answer();
}
