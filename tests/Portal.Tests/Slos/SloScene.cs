using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;
using Portal.Slos.Reading;
using Portal.Tests.MainJob;
using Portal.Tests.Telemetry;

namespace Portal.Tests.Slos;

/// <summary>A portal that measures one SLO of a Prometheus of its own.</summary>
internal sealed class SloScene : IAsyncDisposable
{
    private readonly PortalApp app;
    private readonly string id = Guid.NewGuid().ToString("N")[..8];

    private SloScene(PortalApp app, PrometheusServer prometheus) => (this.app, Prometheus) = (app, prometheus);

    public PrometheusServer Prometheus { get; }

    public string Name => $"slo-{id}";

    public Definition<Slo> Slo => Get<IDefinitions>().Find<Slo>(Name)!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A whole slice before now: what lies before it is in the past of any clock.</summary>
    public static Instant Now(PortalApp app, Duration step) =>
        new SliceGrid(step).Floor(app.Services.GetRequiredService<IClock>().GetCurrentInstant());

    public static async Task<SloScene> SetAsync(PortalApp app, string openMetrics)
    {
        var scene = new SloScene(app, await PrometheusServer.StartAsync(openMetrics));
        await scene.ApplyAsync(
            $$"""
            {{scene.Backend(timeout: "5s")}}
            ---
            { apiVersion: portal/v1, kind: Team, metadata: { name: team-{{scene.id}} }, spec: { members: [] } }
            ---
            { apiVersion: portal/v1, kind: Service, metadata: { name: service-{{scene.id}} }, spec: { team: team-{{scene.id}} } }
            """
        );
        return scene;
    }

    /// <summary>Failures over requests, in slices of ten seconds unless told otherwise.</summary>
    public Task DefineAsync(
        string window = "1h",
        string objective = "0.9",
        string bad = "requests_total{code=\"500\"}",
        string total = "requests_total",
        string slice = "10s",
        string more = ""
    ) =>
        ApplyAsync(
            $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: {{Name}} }
            spec:
              service: service-{{id}}
              indicator:
                spec:
                  ratioMetric:
                    counter: true
                    bad: { metricSource: { metricSourceRef: prom-{{id}}, spec: { query: '{{bad}}' } } }
                    total: { metricSource: { metricSourceRef: prom-{{id}}, spec: { query: '{{total}}' } } }
              timeWindow: [ { duration: {{window}}, isRolling: true } ]
              objectives: [ { target: {{objective}}, timeSliceWindow: {{slice}} } ]
              {{more}}
            """
        );

    /// <summary>The same failures over requests by a calendar, in slices of a minute.</summary>
    public Task DefineCalendarAsync(string duration, string zone, string objective) =>
        ApplyAsync(
            $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: {{Name}} }
            spec:
              service: service-{{id}}
              indicator:
                spec:
                  ratioMetric:
                    counter: true
                    bad: { metricSource: { metricSourceRef: prom-{{id}}, spec: { query: 'requests_total{code="500"}' } } }
                    total: { metricSource: { metricSourceRef: prom-{{id}}, spec: { query: requests_total } } }
              timeWindow: [ { duration: {{duration}}, isRolling: false, calendar: { startTime: "2026-01-01 00:00:00", timeZone: {{zone}} } } ]
              objectives: [ { target: {{objective}}, timeSliceWindow: 1m } ]
            """
        );

    /// <summary>An indicator of any kind, in slices of ten seconds.</summary>
    /// <param name="spec">Of the indicator, with BACKEND for the scene's own.</param>
    public Task DefineIndicatorAsync(string spec, string objective = "target: 0.9", string method = "Occurrences") =>
        ApplyAsync(
            $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: {{Name}} }
            spec:
              service: service-{{id}}
              indicator: { spec: {{spec.Replace("BACKEND", $"prom-{id}", StringComparison.Ordinal)}} }
              timeWindow: [ { duration: 1h, isRolling: true } ]
              budgetingMethod: {{method}}
              objectives: [ { {{objective}}, timeSliceWindow: 10s } ]
            """
        );

    public async Task<IReadOnlyList<string>> ApplyAsync(string yaml)
    {
        var results = await Get<ManifestApplier>()
            .ApplyAsync(Actor.Portal, ManifestReader.Read(yaml), dryRun: false, Cancellation);
        Assert.True(results.IsValid, string.Join("; ", results.Results.SelectMany(result => result.Errors)));
        return [.. results.Results.Select(result => result.Action)];
    }

    /// <summary>A changed backend gets a client that does not wait for its breaker to close again.</summary>
    public Task ReconnectAsync() => ApplyAsync(Backend(timeout: "6s"));

    /// <summary>A correction of the scene's only SLO, always under the same name.</summary>
    public Task CorrectAsync(string effect, Interval range) =>
        ApplyAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                apiVersion: portal/v1
                kind: Correction
                metadata: { name: {{Name}}-c }
                spec: { slo: {{Name}}, effect: {{effect}}, from: "{{range.Start:uuuu-MM-dd'T'HH:mm:ss}}", duration: {{(long)
                    range.Duration.TotalSeconds}}s, reason: drill }
                """
            )
        );

    /// <summary>Makes the database what no call would leave it.</summary>
    public async Task ExecuteAsync(string sql, object arguments)
    {
        await using var work = await UnitOfWork.BeginAsync(Get<IDbContextFactory<PortalDb>>(), Cancellation);
        await work.ExecuteAsync(sql, arguments, Cancellation);
        await work.CommitAsync(Cancellation);
    }

    public Task<SloStatus> StatusAsync(Instant? at = null) => Get<SloLedger>().StatusAsync(Slo, at, Cancellation);

    public async Task<SloSchedule> ScheduleAsync()
    {
        await using var work = await UnitOfWork.BeginAsync(Get<IDbContextFactory<PortalDb>>(), Cancellation);
        return (await work.QueryAsync<SloSchedule>("select * from slo_schedule where slo_id = @Id", Slo, Cancellation))[
            0
        ];
    }

    public async Task<SloBackfill> BackfillAsync()
    {
        await using var work = await UnitOfWork.BeginAsync(Get<IDbContextFactory<PortalDb>>(), Cancellation);
        return (await work.QueryAsync<SloBackfill>("select * from slo_backfill where slo_id = @Id", Slo, Cancellation))[
            0
        ];
    }

    /// <summary>Hours of the groups whose corrections are still to be looked up.</summary>
    public async Task<long> DueGroupHoursAsync()
    {
        await using var work = await UnitOfWork.BeginAsync(Get<IDbContextFactory<PortalDb>>(), Cancellation);
        return (
            await work.QueryAsync<long>("select count(*) from slo_group_due where slo_id = @Id", Slo, Cancellation)
        )[0];
    }

    public Task BackfilledAsync() =>
        Eventually.TrueAsync(
            async () => (await BackfillAsync()).State is BackfillState.Done or BackfillState.Exhausted,
            () => "The past is measured"
        );

    /// <summary>Until every slice before an instant has been asked for and answered.</summary>
    public Task MeasuredAsync(Instant until) =>
        Eventually.TrueAsync(
            async () => (await ScheduleAsync()).NextSlice >= until,
            () => $"Every slice before {until} is measured"
        );

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public async Task DeleteAsync()
    {
        if (Get<IDefinitions>().Exists("SLO", Name))
        {
            await Get<ManifestApplier>().DeleteAsync(Actor.Portal, "SLO", Name, CancellationToken.None);
        }
    }

    private string Backend(string timeout) =>
        $$"""{ apiVersion: portal/v1, kind: Backend, metadata: { name: prom-{{id}} }, spec: { url: "{{Prometheus.Uri}}", timeout: {{timeout}} } }""";

    public async ValueTask DisposeAsync()
    {
        await DeleteAsync();
        await Prometheus.DisposeAsync();
    }
}
