using System.Globalization;
using System.Text;
using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.Ledger;
using Portal.Slos.Measuring;

namespace Portal.Benchmarks;

/// <summary>A thousand SLOs with thirty days of slices of a minute, as a year of measuring would have left them.</summary>
internal sealed class Ledger(MeasuredPortal portal, int slos, int days)
{
    private const int Services = 100;

    public async Task DefineAsync()
    {
        var text = new StringBuilder(
            """
            { apiVersion: portal/v1, kind: Team, metadata: { name: bench }, spec: { members: [] } }
            ---
            { apiVersion: portal/v1, kind: Backend, metadata: { name: nobody }, spec: { url: "http://127.0.0.1:9", timeout: 1s } }
            ---
            { apiVersion: portal/v1, kind: Backend, metadata: { name: nobody-else }, spec: { url: "http://127.0.0.1:9", timeout: 1s } }

            """
        );
        for (var i = 0; i < Services; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"---\n{{ apiVersion: portal/v1, kind: Service, metadata: {{ name: service-{i} }}, spec: {{ team: bench }} }}\n"
            );
        }

        await portal.ApplyAsync(text.ToString());
        foreach (var some in Enumerable.Range(0, slos).Chunk(200))
        {
            await portal.ApplyAsync(string.Join("---\n", some.Select(Slo)));
        }

        // Nothing is measured while it is measured how fast the ledger is.
        await portal.ExecuteAsync(
            "update slo_schedule set due_at = now() + interval '1 year', claimed_until = null, version = version + 1; update slo_backfill set state = 'Done'"
        );
    }

    /// <summary>
    /// Day by day and minute by minute, all SLOs of a minute side by side: so do rows lie that are written as time passes.
    /// </summary>
    public async Task FillAsync()
    {
        await portal.ExecuteAsync("truncate slo_slice, slo_rollup; alter table slo_slice drop constraint pk_slo_slice");
        for (var day = days; day >= 0; day--)
        {
            await portal.ExecuteAsync(
                $"""
                set work_mem = '512MB';
                insert into slo_slice (slo_id, generation, start, good, total, is_excluded, measured_at)
                select slo_id, 1, start,
                    600 + n % 400 - (case when (extract(epoch from start)::bigint / 60 + n) % 97 = 0 then 1 else 0 end),
                    600 + n % 400, false, start + interval '63 s'
                from generate_series(
                    date_trunc('minute', now()) - interval '{day + 1} days',
                    date_trunc('minute', now()) - interval '{day} days' - interval '1 minute', '1 minute') as start
                cross join (select slo_id, row_number() over (order by slo_id) as n from slo_schedule) slo
                order by start, n
                """
            );
        }

        await portal.ExecuteAsync(
            """
            set maintenance_work_mem = '1GB';
            alter table slo_slice add constraint pk_slo_slice primary key (slo_id, generation, start);
            insert into slo_rollup (slo_id, generation, size, start, good, total, measured)
            select slo_id, generation, 'Hour', date_trunc('hour', start, 'UTC'), sum(good), sum(total), count(*)
            from slo_slice group by 1, 2, 4 order by 4;
            insert into slo_rollup (slo_id, generation, size, start, good, total, measured)
            select slo_id, generation, 'Day', date_trunc('day', start, 'UTC'), sum(good), sum(total), sum(measured)
            from slo_rollup where size = 'Hour' group by 1, 2, 4 order by 4;
            """
        );
        await portal.ExecuteAsync("vacuum analyze slo_slice");
        await portal.ExecuteAsync("vacuum analyze slo_rollup");
        await portal.ExecuteAsync("vacuum analyze slo_schedule");
    }

    /// <summary>
    /// What a pass does after a new slice is written: it reads the sums of all windows and look-backs, from those of the
    /// slice before, and judges all tiers. The SLOs of the two backends side by side, as the engine measures them.
    /// </summary>
    public async Task PassAsync()
    {
        await PrepareAsync();
        await Task.WhenAll(
            before!.GroupBy(one => Backend(one.Slo.Slo), StringComparer.Ordinal).Select(some => PassAsync(some))
        );
    }

    /// <summary>The same, one after another.</summary>
    public async Task PassAloneAsync()
    {
        await PrepareAsync();
        await PassAsync(before!);
    }

    private async Task PassAsync(IEnumerable<(MeasuredSlo Slo, string Before)> some)
    {
        await using var work = await portal.WorkAsync();
        var moved = some.Select(one => (one.Slo, StoredReading.Read(one.Before, one.Slo.Slo))).ToList();
        var readings = await MovedReadings.OfAsync(work, moved, CancellationToken.None);
        foreach (var ((slo, _), reading) in moved.Zip(readings))
        {
            _ = SloStatus.Of(slo.Slo, reading, []);
        }
    }

    private async Task PrepareAsync()
    {
        var at = await NewestAsync();
        before ??=
        [
            .. (await AnewAsync(at - SliceGrid.Default.Slice)).Select(one => (one.Slo with { At = at }, Write(one))),
        ];
    }

    /// <summary>The same, each sum added up from days, hours and slices.</summary>
    public async Task PassAnewAsync()
    {
        foreach (var (slo, reading) in await AnewAsync(await NewestAsync()))
        {
            _ = SloStatus.Of(slo.Slo, reading, []);
        }
    }

    /// <summary>Leaves the sums as a pass leaves them for lists.</summary>
    public async Task KeepAsync()
    {
        var readings = await AnewAsync(await NewestAsync());
        await using var work = await portal.WorkAsync();
        await SloClaims.KeepReadingsAsync(
            work,
            [.. readings.Select(one => (one.Slo.Id, Write(one)))],
            CancellationToken.None
        );
        await work.CommitAsync(CancellationToken.None);
    }

    private IReadOnlyList<(MeasuredSlo Slo, string Before)>? before;

    private Instant? newest;

    private static string Write((MeasuredSlo Slo, SloReading Reading) one) =>
        StoredReading.Write(one.Slo.Slo, one.Reading);

    private async Task<List<(MeasuredSlo Slo, SloReading Reading)>> AnewAsync(Instant at)
    {
        await using var work = await portal.WorkAsync();
        var measured = Measured(at);
        return [.. measured.Zip(await LedgerReadings.OfAsync(work, measured, CancellationToken.None))];
    }

    private List<MeasuredSlo> Measured(Instant at) =>
        [.. portal.Slos.Select(slo => new MeasuredSlo(slo.Id, 1, slo.Spec, at))];

    // Not at the full hour, at which every pass adds up anew.
    private async Task<Instant> NewestAsync() =>
        newest ??= Instant.FromUnixTimeSeconds(
            await portal.NumberAsync(
                "select extract(epoch from max(start))::bigint / 60 * 60 + case when extract(minute from max(start)) = 59 then 0 else 60 end from slo_slice where slo_id = (select slo_id from slo_schedule limit 1)"
            )
        );

    private static string Backend(int i) => i % 2 == 0 ? "nobody" : "nobody-else";

    private static string Backend(Slo slo) => ((QueriedSli)slo.Sli).Backend;

    private static string Slo(int i) =>
        $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: slo-{{i}} }
            spec:
              service: service-{{i % Services}}
              indicator:
                spec:
                  ratioMetric:
                    counter: true
                    bad: { metricSource: { metricSourceRef: {{Backend(
                i
            )}}, spec: { query: 'requests_total{slo="{{i}}",code="500"}' } } }
                    total: { metricSource: { metricSourceRef: {{Backend(
                i
            )}}, spec: { query: 'requests_total{slo="{{i}}"}' } } }
              timeWindow: [ { duration: 30d, isRolling: true } ]
              objectives: [ { target: 0.999 } ]

            """;
}
