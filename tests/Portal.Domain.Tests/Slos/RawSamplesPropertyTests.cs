using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

/// <summary>
/// From samples of counters to the status of an SLO, by the product's own way and by brute force: slices as a backend counts
/// them, cumulative sums and roll-ups, reading, status.
/// </summary>
public sealed class RawSamplesPropertyTests
{
    private const int Seed = 20_261_128;
    private const decimal SliceTarget = 0.95m;

    private static readonly decimal[] Objectives = [0.9m, 0.99m, 0.999m, 0.9995m];
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

    private static readonly Budgeting[] Methods =
    [
        Budgeting.Occurrences,
        Budgeting.Timeslices(SliceTarget),
        Budgeting.RatioTimeslices,
    ];

    [Fact]
    public void Ten_thousand_series_come_to_what_brute_force_over_their_samples_comes_to()
    {
        var random = new Random(Seed);
        var seen = new Seen();

        for (var i = 0; i < 10_000; i++)
        {
            var raw = RawCounters.Of(random);
            var grid = new SliceGrid(Duration.FromSeconds(raw.Slice));
            var (slices, at) = (Slices(raw, grid), Boundary(random, raw));
            var slos = Slos(random, grid).ToLookup(slo => slo.Budgeting);
            foreach (var method in Methods)
            {
                var product = new Product(CumulativeSums.Of(slices, method), new RolledUpLedger(slices, method));
                var brute = new BruteForce(raw, method.Method, SliceTarget);
                foreach (var slo in slos[method])
                {
                    seen.Add(AreEqual($"series {i} of seed {Seed}", slo, product, brute, at));
                }
            }
        }

        seen.IsEverything();
    }

    [Fact]
    public void Increases_are_not_extrapolated()
    {
        foreach (var vector in SloVector.Section("counter_increase_no_extrapolation"))
        {
            var samples = vector
                .NumbersOrNull("samples")
                .Select((value, i) => (At: 30 * i, Value: value))
                .Where(sample => sample.Value is not null)
                .Select(sample => new Sample(sample.At, (double)sample.Value!))
                .ToList();
            // A counter that is known to have begun within the slice began at zero.
            var born = vector.Number("increase_if_series_known_born_in_window");

            Assert.Equal((double)vector.Required("increase"), Increase(samples));
            Assert.Equal((double)vector.Required("increase"), BruteForce.GrowthOf(samples, 3600)[0]);
            Assert.Equal((double?)born, born is null ? null : Increase([new Sample(0, 0), .. samples]));
        }
    }

    private static SloStatus AreEqual(string what, Slo slo, Product product, BruteForce brute, Instant at)
    {
        var reading = SloReading.Of(slo, product.Sums, at);
        var status = SloStatus.Of(slo, reading, []);
        var period = OwnPeriod(slo.Window, at);
        Assert.Equal(period, status.Period);
        Assert.Equal(reading.Window, product.Ledger.Over(status.Window));

        var expected = brute.Over((double)slo.Objective.Value, Unix(period.Start), Unix(at), Unix(period.End));
        Near(what, "SLI", expected.Sli, status.Sli);
        Near(what, "good", expected.Good, status.Good);
        Near(what, "total", expected.Total, status.Total);
        Near(what, "bad", expected.Bad, status.Bad);
        Near(what, "consumed", expected.Consumed, status.Budget.Consumed);
        Near(what, "remaining", expected.Remaining, status.Budget.Remaining);
        Near(what, "coverage", expected.Coverage, status.Coverage);
        foreach (var burn in status.BurnRates)
        {
            var from = at - (slo.Grid.Slice * Math.Floor(burn.Window / slo.Grid.Slice));
            Assert.Equal(reading.LookBacks[burn.Window], product.Ledger.Over(new Interval(from, at)));
            var rate = brute.Over((double)slo.Objective.Value, Unix(from), Unix(at), Unix(at)).Burn;
            Near(what, $"burn over {burn.Window}", rate, burn.Rate);
        }

        return status;
    }

    private static void Near(string what, string number, double? expected, decimal? actual)
    {
        var far = 1e-9 * Math.Max(1, Math.Abs(expected ?? 0));
        Assert.True(
            expected is null ? actual is null : actual is not null && Math.Abs(expected.Value - (double)actual) <= far,
            $"{what}: {number} is {actual} and by brute force {expected}"
        );
    }

    /// <summary>
    /// As a backend counts, without extrapolation: what lies between the first and the last sample of a slice, and before
    /// each reset what the counter had come to.
    /// </summary>
    private static double Increase(List<Sample> samples)
    {
        var resets = samples.Zip(samples.Skip(1)).Where(pair => pair.Second.Value < pair.First.Value);
        return samples[^1].Value - samples[0].Value + resets.Sum(pair => pair.First.Value);
    }

    private static SliceSeries Slices(RawCounters raw, SliceGrid grid)
    {
        var part = ByEnds(raw.Part, raw.Slice);
        var sli = raw.CountsGood
            ? new RatioSli("prom", good: new("good", counter: true), bad: null, total: new("total", counter: true))
            : An.Sli;
        var rows = ByEnds(raw.Total, raw.Slice)
            .Where(slice => slice.Value.Count > 1)
            .Select(slice =>
                (
                    Instant.FromUnixTimeSeconds(slice.Key),
                    sli.Slice(
                        part.GetValueOrDefault(slice.Key) is { Count: > 1 } samples ? (decimal)Increase(samples) : null,
                        (decimal)Increase(slice.Value)
                    )
                )
            )
            .ToList();
        return new SliceSeries(
            grid,
            [.. rows.Select(row => row.Item1)],
            [.. rows.Select(row => row.Item2.Good)],
            [.. rows.Select(row => row.Item2.Total)]
        );
    }

    // A sample between two slices is the last of one and the first of the other.
    private static SortedDictionary<long, List<Sample>> ByEnds(IReadOnlyList<Sample> samples, int slice)
    {
        var found = new SortedDictionary<long, List<Sample>>();
        foreach (var sample in samples)
        {
            var own = sample.At / slice * slice;
            foreach (var start in sample.At == own ? new[] { own - slice, own } : [own])
            {
                found.TryAdd(start, []);
                found[start].Add(sample);
            }
        }

        return found;
    }

    /// <summary>One objective over a rolling and a calendar window, with their alerts, by every method.</summary>
    private static IEnumerable<Slo> Slos(Random random, SliceGrid grid)
    {
        var objective = Objectives[random.Next(Objectives.Length)];
        foreach (var window in new SloWindow[] { Rolling(random), Calendar(random) })
        {
            var alerts = BurnRatePresets.For(window, Objective.Of(objective), grid);
            foreach (var method in Methods)
            {
                yield return An.Slo(objective, window, method, grid.Slice, alerts: [.. alerts]);
            }
        }
    }

    private static Instant Boundary(Random random, RawCounters raw)
    {
        var last = raw.Total.Concat(raw.Part).Select(sample => sample.At).DefaultIfEmpty(1_774_600_000).Max();
        var span = random.Next(4) == 0 ? random.Next(-40, 40) : random.Next(0, 3);
        return Instant.FromUnixTimeSeconds(((last / raw.Slice) + span) * raw.Slice);
    }

    private static RollingWindow Rolling(Random random) =>
        new(
            random.Next(3) switch
            {
                0 => Duration.FromMinutes(random.Next(60, 600)),
                1 => Duration.FromHours(random.Next(1, 49)),
                _ => Duration.FromDays(random.Next(1, 8)),
            }
        );

    private static CalendarWindow Calendar(Random random) =>
        new(
            new[] { CalendarUnit.Day, CalendarUnit.Week, CalendarUnit.Month }[random.Next(3)],
            CalendarWindow.DefaultAnchor,
            Zones[random.Next(Zones.Length)]
        );

    /// <summary>The period of a window by the system's own time zones.</summary>
    private static Interval OwnPeriod(SloWindow window, Instant at)
    {
        if (window is not CalendarWindow calendar)
        {
            return new Interval(at - window.NominalLength, at);
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(calendar.ZoneId);
        var today = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).Date;
        var (start, end) = calendar.Unit switch
        {
            CalendarUnit.Day => (today, today.AddDays(1)),
            CalendarUnit.Week => (Monday(today), Monday(today).AddDays(7)),
            _ => (today.AddDays(1 - today.Day), today.AddDays(1 - today.Day).AddMonths(1)),
        };
        return new Interval(Midnight(start, zone), Midnight(end, zone));
    }

    private static DateTime Monday(DateTime day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static Instant Midnight(DateTime day, TimeZoneInfo zone) =>
        Instant.FromDateTimeUtc(TimeZoneInfo.ConvertTimeToUtc(day, zone));

    /// <summary>The same past as the editor holds it and as the store keeps it.</summary>
    private sealed record Product(CumulativeSums Sums, RolledUpLedger Ledger);

    private static long Unix(Instant at) => at.ToUnixTimeSeconds();
}
