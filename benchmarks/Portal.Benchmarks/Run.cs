using System.Globalization;

namespace Portal.Benchmarks;

/// <summary>
/// How fast the SLO ledger is, beside Prometheus:
/// <c>dotnet benchmarks/Portal.Benchmarks/bin/Release/net10.0/Portal.Benchmarks.dll [slos=1000] [days=30] [rounds=50] [prometheus=20] [folder=…]</c>.
/// A folder that is named is kept, and used again as it was filled.
/// </summary>
internal static class Run
{
    public static async Task Main(string[] args)
    {
        string? Option(string name) =>
            Array.Find(args, arg => arg.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
        int Number(string name, int standard) =>
            Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : standard;

        var (slos, days, rounds) = (Number("slos", 1000), Number("days", 30), Number("rounds", 50));
        await using var portal = MeasuredPortal.Start(Option("folder"));
        if (portal.Slos.Count == 0)
        {
            await new BackfillBenchmark(portal).RunAsync();
        }

        await new LedgerBenchmark(portal, slos, days, rounds).RunAsync();
        await new DropBenchmark(portal, rounds).RunAsync();
        if (Number("prometheus", 20) is > 0 and var some)
        {
            await new PrometheusBenchmark(portal, some, days, rounds).RunAsync();
        }
    }
}
