using System.Text.Json;
using NodaTime;

namespace Portal.Demo;

/// <summary>The shop itself: its counters now, and the switch that breaks its checkout.</summary>
/// <remarks>What the switch did is kept in a file of the data folder, so that the counters go on after a restart.</remarks>
internal sealed class DemoShop
{
    private const string Broken = "checkout";

    public static readonly Duration History = Duration.FromDays(30);

    private readonly Lock gate = new();
    private readonly IClock clock;
    private readonly string file;
    private readonly DemoState state;
    private readonly ShopTraffic traffic;

    public DemoShop(IClock clock, IConfiguration configuration)
    {
        this.clock = clock;
        Folder = Directory.CreateDirectory(
            Path.Combine(Path.GetFullPath(configuration["Portal:DataDirectory"] ?? "data"), "demo")
        );
        file = Path.Combine(Folder.FullName, "shop.json");
        state = Load();
        traffic = NewTraffic();
    }

    public DirectoryInfo Folder { get; }

    /// <summary>When the history ends and scraping begins.</summary>
    public Instant OpenedAt => Instant.FromUnixTimeSeconds(state.OpenedAt);

    public bool IsBroken => state.Faults.Exists(fault => fault.To is null);

    /// <summary>When the fault switch was last thrown; null while all is well.</summary>
    public Instant? BrokenSince =>
        state.Faults.Find(fault => fault.To is null) is { } fault ? Instant.FromUnixTimeSeconds(fault.From) : null;

    /// <summary>Counters as they were when the history begins: the same curve, walked from its start.</summary>
    public ShopTraffic NewTraffic() => new(OpenedAt - History, PastOutages(OpenedAt));

    public void Switch(bool broken)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant().ToUnixTimeSeconds();
            if (broken && !IsBroken)
            {
                state.Faults.Add(new DemoFault { From = now });
            }
            else if (!broken && state.Faults.Find(fault => fault.To is null) is { } fault)
            {
                fault.To = now;
            }

            File.WriteAllText(file, JsonSerializer.Serialize(state));
        }
    }

    public string Metrics(string job)
    {
        lock (gate)
        {
            traffic.AdvanceTo(clock.GetCurrentInstant(), Faults());
            return ShopMetrics.Scrape(traffic, job);
        }
    }

    /// <summary>What happened before anybody looked: the reason why some budgets are lower than others.</summary>
    /// <remarks>The last one goes on for half a day: a little more fails than the checkout's budget allows, and no alert rule sees it.</remarks>
    public static IReadOnlyList<Outage> PastOutages(Instant opened) =>
        [
            .. PastIncidents.All.SelectMany(incident => incident.Outages(opened)),
            new(
                "checkout",
                opened - Duration.FromHours(2),
                opened + Duration.FromHours(12),
                ErrorShare: 0.0013,
                Slow: 0
            ),
        ];

    private List<Outage> Faults() =>
        [
            .. state.Faults.Select(fault => new Outage(
                Broken,
                Instant.FromUnixTimeSeconds(fault.From),
                fault.To is { } to ? Instant.FromUnixTimeSeconds(to) : null,
                ErrorShare: 0.32,
                Slow: 0.2
            )),
        ];

    private DemoState Load()
    {
        if (File.Exists(file) && JsonSerializer.Deserialize<DemoState>(File.ReadAllText(file)) is { } stored)
        {
            return stored;
        }

        var step = (long)ShopTraffic.Step.TotalSeconds;
        var now = clock.GetCurrentInstant().ToUnixTimeSeconds();
        var opened = new DemoState { OpenedAt = now / 60 * 60 / step * step };
        File.WriteAllText(file, JsonSerializer.Serialize(opened));
        return opened;
    }

    private sealed class DemoState
    {
        public long OpenedAt { get; init; }

        public List<DemoFault> Faults { get; init; } = [];
    }

    private sealed class DemoFault
    {
        public long From { get; init; }

        public long? To { get; set; }
    }
}
