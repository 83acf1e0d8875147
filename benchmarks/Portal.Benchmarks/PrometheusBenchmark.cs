using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Portal.Manifests;
using Portal.Slos.Measuring;
using Portal.Slos.Prometheus;
using Portal.Tests.Telemetry;

namespace Portal.Benchmarks;

/// <summary>The same figures asked of Prometheus, for as many SLOs as it can be filled with in reasonable time.</summary>
internal sealed class PrometheusBenchmark(MeasuredPortal portal, int slos, int days, int rounds)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(3);

    public async Task RunAsync()
    {
        await using var prometheus = await PrometheusServer.StartAsync(Samples());
        using var http = new HttpClient { BaseAddress = prometheus.Uri };
        foreach (var range in new[] { "30d", "1h" })
        {
            await Report.RowAsync(
                $"Prometheus: bad and total of {slos} SLOs over {range}, two queries",
                rounds,
                async () =>
                {
                    await AskAsync(http, $"sum by (slo) (increase(requests_total{{code=\"500\"}}[{range}]))");
                    await AskAsync(http, $"sum by (slo) (increase(requests_total[{range}]))");
                }
            );
        }

        await prometheus.RestartWithAsync(Rules());
        var (groups, seconds) = await DurationAsync(http);
        Report.Line(
            $"Prometheus: recording and alerting rules of {groups} SLOs take {seconds * 1000:0.0} ms in a row, {seconds * 1000 / groups:0.00} ms each"
        );
    }

    /// <summary>As the portal exports them: the ratios of all look-backs and the alerts on them.</summary>
    private string Rules()
    {
        var definitions = portal.Get<IDefinitions>();
        var groups = portal
            .Slos.Where(slo => Number(slo.Name) < slos)
            .Select(slo => new RuleGroup(slo, BudgetAlertText.IdentityOf(slo, definitions)).Write());
        return ManifestExport.Yaml(new JsonObject { ["groups"] = new JsonArray([.. groups]) });
    }

    private static int Number(string name) =>
        int.Parse(name[(name.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);

    private string Samples()
    {
        var now = portal.Get<IClock>().GetCurrentInstant().ToUnixTimeSeconds() / 60 * 60;
        var text = new StringBuilder("# TYPE requests counter\n");
        for (var slo = 0; slo < slos; slo++)
        {
            foreach (var (code, each) in new[] { (200, 600), (500, 1) })
            {
                for (var minute = -days * 1440; minute <= 20; minute++)
                {
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"requests_total{{slo=\"{slo}\",code=\"{code}\"}} {(minute + (days * 1440L)) * each} {now + (minute * 60)}\n"
                    );
                }
            }
        }

        return text.ToString();
    }

    private static async Task AskAsync(HttpClient http, string query)
    {
        var answer = await http.GetFromJsonAsync<JsonNode>($"api/v1/query?query={Uri.EscapeDataString(query)}");
        if (answer!["data"]!["result"]!.AsArray().Count == 0)
        {
            throw new InvalidOperationException($"Nothing for {query}");
        }
    }

    /// <summary>Once every group was evaluated twice: the first time reads from disk.</summary>
    private static async Task<(int Groups, double Seconds)> DurationAsync(HttpClient http)
    {
        using var patience = new CancellationTokenSource(LongestWait);
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await beat.WaitForNextTickAsync(patience.Token))
        {
            var lines = (await http.GetStringAsync("metrics", patience.Token)).Split('\n');
            var counts = Values(lines, "prometheus_rule_group_iterations_total{");
            if (counts.Count > 0 && counts.All(count => count >= 2))
            {
                var took = Values(lines, "prometheus_rule_group_last_duration_seconds{");
                return (took.Count, took.Sum());
            }
        }

        throw new TimeoutException("The rules were not evaluated.");
    }

    private static List<double> Values(string[] lines, string metric) =>
        [
            .. lines
                .Where(line => line.StartsWith(metric, StringComparison.Ordinal))
                .Select(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)),
        ];
}
