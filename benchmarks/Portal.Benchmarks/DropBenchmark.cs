using System.Globalization;
using System.Text;
using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Reading;
using Portal.Tests.Telemetry;

namespace Portal.Benchmarks;

/// <summary>What spent a budget: the drops of a window, and the label values of one among 10,000 series.</summary>
internal sealed class DropBenchmark(MeasuredPortal portal, int rounds)
{
    private const int Routes = 10_000;
    private const string Name = "dropped";

    private static readonly Actor Reader = new("admin", ActorKind.Person);

    public async Task RunAsync()
    {
        var month = portal.Slos[0];
        await Report.RowAsync(
            "largest drops of 30 d, each with what spent it",
            rounds,
            () => portal.Get<FindDrops>().OfAsync(Reader, month, CancellationToken.None)
        );
        var now = new SliceGrid(Duration.FromMinutes(1)).Floor(portal.Get<IClock>().GetCurrentInstant());
        await using var prometheus = await PrometheusServer.StartAsync(Samples(now));
        await portal.ApplyAsync(
            $$"""
            { apiVersion: portal/v1, kind: Backend, metadata: { name: {{Name}} }, spec: { url: "{{prometheus.Uri}}", timeout: 30s } }
            ---
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: {{Name}} }
            spec:
              service: service-0
              indicator:
                spec:
                  ratioMetric:
                    counter: true
                    bad: { metricSource: { metricSourceRef: {{Name}}, spec: { query: 'hits_total{code="500"}' } } }
                    total: { metricSource: { metricSourceRef: {{Name}}, spec: { query: hits_total } } }
              timeWindow: [ { duration: 1d, isRolling: true } ]
              objectives: [ { target: 0.99 } ]
            """
        );
        var slo = portal.Get<IDefinitions>().Find<Slo>(Name)!.Spec;
        var drop = new Interval(now - Duration.FromHours(1), now);
        await Report.RowAsync(
            $"label values of a drop of 1 h among {Routes} routes, asked of Prometheus",
            Math.Min(rounds, 20),
            async () =>
            {
                var worst = await portal.Get<FindWorst>().AskAsync(Reader, slo, drop, null, CancellationToken.None);
                if (worst.Values is not { Label: "route" })
                {
                    throw new InvalidOperationException(worst.Failure ?? "Nothing tells the routes apart.");
                }
            }
        );
    }

    /// <summary>Every route fails once in a while, three of them most of the time.</summary>
    private static string Samples(Instant now)
    {
        var text = new StringBuilder("# TYPE hits counter\n");
        for (var route = 0; route < Routes; route++)
        {
            foreach (var (code, each) in new[] { (200, 60), (500, route < 3 ? 4_000 : 1) })
            {
                for (var step = 0; step <= 66; step++)
                {
                    var at = now - Duration.FromMinutes(65 - step);
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"hits_total{{route=\"/r{route}\",code=\"{code}\"}} {step * each} {at.ToUnixTimeSeconds()}\n"
                    );
                }
            }
        }

        return text.ToString();
    }
}
