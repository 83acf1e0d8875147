using System.Diagnostics;
using System.Net.Http.Headers;
using Portal.Access;
using Portal.Slos.Pages;
using Portal.Slos.Reading;

namespace Portal.Benchmarks;

/// <summary>A burn-rate pass, the list of SLOs and the size of a ledger.</summary>
internal sealed class LedgerBenchmark(MeasuredPortal portal, int slos, int days, int rounds)
{
    private static readonly Actor Reader = new("admin", ActorKind.Person);
    private static readonly SloFilter Everything = new(null, null, null, null, null);

    private readonly Ledger ledger = new(portal, slos, days);
    private readonly SloDirectory directory = portal.Get<SloDirectory>();

    public async Task RunAsync()
    {
        if (portal.Slos.Count < slos)
        {
            await FillAsync();
        }

        Report.Table();
        // Judged every minute for as long as the portal runs: its code is hot.
        await Report.RowAsync($"burn-rate pass over {slos} SLOs", rounds, ledger.PassAsync, warm: 40);
        await Report.RowAsync("the same, one after another", rounds, ledger.PassAloneAsync, warm: 40);
        await Report.RowAsync("the same with every sum added up anew", rounds, ledger.PassAnewAsync);
        await Report.RowAsync("overview, every number read from slices and roll-ups", rounds, OverviewAsync);
        await ledger.KeepAsync();
        await Report.RowAsync("overview by the sums that the last pass kept", rounds, OverviewAsync);
        await Report.RowAsync("page /slos: overview, order, 100 sparklines", rounds, () => PageAsync(SloRows.Page));
        await Report.RowAsync($"page /slos with all {slos} rows", rounds, () => PageAsync(slos));
        using var client = Client();
        await Report.RowAsync("GET /api/v1/slos, page by page over HTTP", rounds, () => ApiAsync(client));
        await SizeAsync();
    }

    private async Task FillAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await ledger.DefineAsync();
        await ledger.FillAsync();
        Report.Line($"Filled in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s: {slos} SLOs, {days + 1} days");
    }

    private Task OverviewAsync() => directory.OverviewAsync(Reader, CancellationToken.None);

    /// <summary>What the page asks for before it is drawn.</summary>
    private async Task PageAsync(int rows)
    {
        var all = await directory.OverviewAsync(Reader, CancellationToken.None);
        var shown = SloRows.Of(all, Everything, directory.TeamOf, rows);
        await shown.DrawAsync(portal.Get<SloSparks>(), CancellationToken.None);
    }

    private HttpClient Client()
    {
        var client = portal.CreateDefaultClient(portal.ClientOptions.BaseAddress);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", MeasuredPortal.Token);
        return client;
    }

    private static async Task ApiAsync(HttpClient client)
    {
        var after = "";
        do
        {
            var page = await client.GetStringAsync($"api/v1/slos?limit=500{after}");
            using var read = System.Text.Json.JsonDocument.Parse(page);
            var next = read.RootElement.GetProperty("next").GetString();
            after = next is null ? "" : $"&after={next}";
        } while (after.Length > 0);
    }

    private async Task SizeAsync()
    {
        var bytes = 0L;
        foreach (var table in new[] { "slo_slice", "slo_rollup" })
        {
            var (rows, heap, indexes) = (
                await portal.NumberAsync($"select count(*) from {table}"),
                await portal.NumberAsync($"select pg_relation_size('{table}')"),
                await portal.NumberAsync($"select pg_indexes_size('{table}')")
            );
            bytes += heap + indexes;
            Report.Line($"{table}: {rows} rows, {heap / 1e6:0} MB and indexes of {indexes / 1e6:0} MB");
        }

        Report.Line($"Together {bytes / 1e9:0.00} GB: {bytes / 1e6 / slos / (days + 1):0.000} MB for each SLO and day");
    }
}
