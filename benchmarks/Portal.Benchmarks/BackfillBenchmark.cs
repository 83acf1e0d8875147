using System.Diagnostics;
using System.Diagnostics.Metrics;
using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Tests.Slos;
using Portal.Tests.Telemetry;

namespace Portal.Benchmarks;

/// <summary>The past of one SLO over 90 days, from saving it to its last slice, without the time that the backend takes.</summary>
internal sealed class BackfillBenchmark(MeasuredPortal portal)
{
    private const int Days = 90;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public async Task RunAsync()
    {
        var minute = Duration.FromMinutes(1);
        var now = SliceGrid.Default.Floor(portal.Get<IClock>().GetCurrentInstant());
        var traffic = new Traffic(minute, at => 500 + (at.ToUnixTimeSeconds() / 60 % 97), _ => 1);
        await using var prometheus = await PrometheusServer.StartAsync(
            traffic.OpenMetrics(new Interval(now - Duration.FromDays(Days + 5), now + Duration.FromHours(1)))
        );
        await portal.ApplyAsync(
            $$"""
            { apiVersion: portal/v1, kind: Team, metadata: { name: past }, spec: { members: [] } }
            ---
            { apiVersion: portal/v1, kind: Backend, metadata: { name: past }, spec: { url: "{{prometheus.Uri}}", timeout: 30s } }
            ---
            { apiVersion: portal/v1, kind: Service, metadata: { name: past }, spec: { team: past } }
            """
        );
        using var backend = new BackendTime(prometheus.Uri.Port);
        var began = Stopwatch.GetTimestamp();
        await DefineAsync();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(LongestWait);
        while (await portal.NumberAsync("select count(*) from slo_backfill where state = 'Running'") > 0)
        {
            await beat.WaitForNextTickAsync(patience.Token);
        }

        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var slices = await portal.NumberAsync("select count(*) from slo_slice");
        Report.Line(
            $"Backfill of one SLO over {Days} d: {slices} slices in {wall:0.0} s, of which the backend took {backend.Seconds:0.0} s in {backend.Requests} requests: {wall - backend.Seconds:0.0} s of our own"
        );
        await portal.Get<ManifestApplier>().DeleteAsync(Actor.Portal, "SLO", "past", CancellationToken.None);
    }

    private Task DefineAsync() =>
        portal.ApplyAsync(
            $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: past }
            spec:
              service: past
              indicator:
                spec:
                  ratioMetric:
                    counter: true
                    bad: { metricSource: { metricSourceRef: past, spec: { query: 'requests_total{code="500"}' } } }
                    total: { metricSource: { metricSourceRef: past, spec: { query: requests_total } } }
              timeWindow: [ { duration: {{Days}}d, isRolling: true } ]
              objectives: [ { target: 0.999 } ]
            """
        );

    /// <summary>What requests to one port take, by the meter of HttpClient.</summary>
    private sealed class BackendTime : IDisposable
    {
        private readonly Lock once = new();
        private readonly MeterListener listener = new();

        public BackendTime(int port)
        {
            listener.InstrumentPublished = (instrument, one) =>
            {
                if (instrument.Name == "http.client.request.duration")
                {
                    one.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>(
                (_, seconds, tags, _) =>
                {
                    foreach (var tag in tags)
                    {
                        if (tag.Key == "server.port" && tag.Value is int found && found == port)
                        {
                            Add(seconds);
                        }
                    }
                }
            );
            listener.Start();
        }

        public double Seconds { get; private set; }

        public int Requests { get; private set; }

        public void Dispose() => listener.Dispose();

        private void Add(double seconds)
        {
            lock (once)
            {
                (Seconds, Requests) = (Seconds + seconds, Requests + 1);
            }
        }
    }
}
