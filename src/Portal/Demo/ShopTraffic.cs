using NodaTime;

namespace Portal.Demo;

/// <summary>The demo shop's counters as they would be at any moment: a pure function of when it opened and of its outages.</summary>
/// <remarks>
/// Days have their shape, weekends theirs, a little noise is drawn from the step's number, and errors come from a steady
/// background and from outages. So the history that is written once and the counters that are scraped live are one curve,
/// also after a restart.
/// </remarks>
internal sealed class ShopTraffic
{
    public static readonly Duration Step = Duration.FromSeconds(15);

    /// <summary>Bounds of the latency histogram, in seconds.</summary>
    public static readonly double[] Bounds = [0.1, 0.3, 1];

    private readonly Instant opened;
    private readonly IReadOnlyList<Outage> past;
    private readonly RouteCounters[] counters;
    private long steps;

    /// <param name="past">Outages of the history, which never change.</param>
    public ShopTraffic(Instant opened, IReadOnlyList<Outage> past)
    {
        this.opened = opened;
        this.past = past;
        counters = [.. ShopRoute.All.Select(route => new RouteCounters(route))];
    }

    public IReadOnlyList<RouteCounters> Counters => counters;

    /// <summary>When the counters stand.</summary>
    public Instant Now => opened + steps * Step;

    /// <summary>Moves on to the last whole step at or before <paramref name="now"/>.</summary>
    /// <param name="live">Outages that the fault switch made.</param>
    public void AdvanceTo(Instant now, IReadOnlyList<Outage> live)
    {
        for (; Now + Step <= now; steps++)
        {
            var at = Now;
            var outages = past.Concat(live).Where(one => one.LastsAt(at)).ToList();
            foreach (var route in counters)
            {
                // What is broken by hand is seen through what smoulders.
                var worst = outages.Where(one => one.Job == route.Route.Job).MaxBy(one => one.ErrorShare);
                route.Add(Requests(route.Route, at), worst);
            }
        }
    }

    private double Requests(ShopRoute route, Instant at)
    {
        var local = at.InUtc().LocalDateTime;
        var hour = local.Hour + local.Minute / 60.0;
        // Quiet at night, a hill at lunch, a mountain in the evening.
        var day = 0.25 + 0.45 * Hill(hour, 12.5, 3) + Hill(hour, 19, 3.5);
        var week = local.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? 1.25 : 1;
        var noise = 0.92 + 0.16 * Noise(route.Index, steps);
        return route.PerSecond * day * week * noise * Step.TotalSeconds;
    }

    private static double Hill(double hour, double top, double width) =>
        Math.Exp(-(hour - top) * (hour - top) / (2 * width * width));

    /// <summary>From 0 to 1, the same for the same step (SplitMix64's finaliser).</summary>
    private static double Noise(int route, long step)
    {
        var x = unchecked((ulong)step * 0x9E3779B97F4A7C15 + (ulong)route * 0xBF58476D1CE4E5B9);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EB);
        return ((x ^ (x >> 31)) >> 11) / (double)(1UL << 53);
    }
}

/// <param name="Job">The service, as its scrape job is called.</param>
/// <param name="PerSecond">At a usual noon.</param>
/// <param name="ErrorShare">Of the requests on a good day.</param>
/// <param name="Fast">The share answered within each of <see cref="ShopTraffic.Bounds"/>.</param>
internal sealed record ShopRoute(
    int Index,
    string Job,
    string Method,
    string Path,
    double PerSecond,
    double ErrorShare,
    double[] Fast
)
{
    public static readonly ShopRoute[] All =
    [
        new(0, "catalog", "GET", "/products", 60, 0.00008, [0.93, 0.995, 0.9996]),
        new(1, "catalog", "GET", "/search", 22, 0.00025, [0.62, 0.985, 0.9990]),
        new(2, "checkout", "POST", "/checkout/cart", 14, 0.00030, [0.90, 0.994, 0.9995]),
        new(3, "checkout", "POST", "/checkout/pay", 6, 0.00045, [0.35, 0.970, 0.9985]),
        new(4, "payments", "POST", "/authorise", 6, 0.00040, [0.28, 0.965, 0.9980]),
    ];
}

/// <param name="To">Null while it lasts.</param>
/// <param name="ErrorShare">Of the requests while it lasts.</param>
/// <param name="Slow">Of the requests, how many miss every bound of the latency histogram.</param>
internal sealed record Outage(string Job, Instant From, Instant? To, double ErrorShare, double Slow)
{
    public bool LastsAt(Instant at) => From <= at && (To is null || at < To);
}

internal sealed class RouteCounters(ShopRoute route)
{
    private readonly double[] within = new double[ShopTraffic.Bounds.Length];

    public ShopRoute Route { get; } = route;

    public double Good { get; private set; }

    public double Bad { get; private set; }

    public double Seconds { get; private set; }

    /// <summary>Requests answered within each bound.</summary>
    public IReadOnlyList<double> Within => within;

    public double All => Good + Bad;

    public void Add(double requests, Outage? outage)
    {
        var errors = requests * (outage?.ErrorShare ?? Route.ErrorShare);
        Bad += errors;
        Good += requests - errors;
        Seconds += requests * (outage is null ? 0.12 : 0.12 + outage.Slow * 2);
        for (var bound = 0; bound < within.Length; bound++)
        {
            within[bound] += requests * Route.Fast[bound] * (1 - (outage?.Slow ?? 0));
        }
    }
}
