using NodaTime;

namespace Portal.Domain.Tests.Slos;

/// <summary>
/// Two counters of a service over some hours, as scrapes found them: restarts that set both back, scrapes that one or both
/// missed, slices without any scrape, bursts, times without traffic and long silences.
/// </summary>
/// <param name="Slice">In seconds.</param>
/// <param name="CountsGood">Whether <paramref name="Part"/> counts good events or bad ones.</param>
internal sealed record RawCounters(int Slice, bool CountsGood, IReadOnlyList<Sample> Part, IReadOnlyList<Sample> Total)
{
    private static readonly int[] Slices = [10, 60, 300, 900, 3600];
    private static readonly long First = Instant.FromUtc(2026, 3, 27, 0, 0).ToUnixTimeSeconds();

    public static RawCounters Of(Random random)
    {
        var slice = Slices[random.Next(Slices.Length)];
        var (part, total) = (new List<Sample>(), new List<Sample>());
        var service = new Service(random, isCalm: random.Next(3) == 0);
        var scrape = new[] { slice, slice / 2, Math.Max(1, slice / 3), Math.Max(1, slice * 2 / 7) }[random.Next(4)];
        var at = First + random.Next(0, 4 * 86_400);
        at -= random.Next(2) == 0 ? at % slice : 0;
        for (var left = random.Next(2, 250); left > 0; left--)
        {
            service.GoOn();
            at += scrape * (random.Next(40) == 0 ? random.Next(2, 60) : 1);
            if (random.Next(25) > 0)
            {
                total.Add(new Sample(at, service.Total));
            }

            if (random.Next(25) > 0 && service.HasPart)
            {
                part.Add(new Sample(at, service.Part));
            }
        }

        return new RawCounters(slice, random.Next(2) == 0, part, total);
    }

    /// <summary>Its two counters between two scrapes.</summary>
    private sealed class Service(Random random, bool isCalm)
    {
        private int quietFor;
        private double share = isCalm ? 0 : random.NextDouble();

        public double Part { get; private set; } = random.Next(0, 1000);

        public double Total { get; private set; } = random.Next(1000, 100_000);

        /// <summary>A counter of errors is not there before the first error.</summary>
        public bool HasPart { get; private set; } = random.Next(5) > 0;

        public void GoOn()
        {
            if (random.Next(50) == 0)
            {
                (Part, Total) = (0, 0);
            }

            quietFor =
                quietFor > 0 ? quietFor - 1
                : random.Next(30) == 0 ? random.Next(1, 100)
                : 0;
            share = random.Next(20) == 0 ? random.NextDouble() * random.NextDouble() : share;
            var events =
                quietFor > 0 ? 0
                : random.Next(40) == 0 ? random.Next(1_000_000, 100_000_000)
                : random.Next(0, 500);
            var parts = Math.Floor(events * share);
            (Total, Part, HasPart) = (Total + events, Part + parts, HasPart || parts > 0);
        }
    }
}

/// <summary>A sample of a counter, as a scrape finds it.</summary>
/// <param name="At">Unix seconds.</param>
internal sealed record Sample(long At, double Value);
