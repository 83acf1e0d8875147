using System.Text.Json;
using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>A reading as the schedule keeps it, so that a list of a thousand SLOs costs one query of a thousand rows.</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="Over">The window that was summed.</param>
/// <param name="Window">Good, total, measured, expected, excluded.</param>
/// <param name="LookBacks">The same by seconds of the look-back.</param>
internal sealed record StoredReading(
    long At,
    string Over,
    decimal[] Window,
    IReadOnlyDictionary<long, decimal[]> LookBacks,
    string? Notice
)
{
    public static string Write(Slo slo, SloReading reading) =>
        JsonSerializer.Serialize(
            new StoredReading(
                reading.At.ToUnixTimeSeconds(),
                slo.Window.ToString(),
                Columns(reading.Window),
                reading.LookBacks.ToDictionary(pair => (long)pair.Key.TotalSeconds, pair => Columns(pair.Value)),
                reading.Notice
            )
        );

    /// <returns>Null when it was taken for another window or other alerts.</returns>
    public static SloReading? Read(string json, Slo slo)
    {
        var stored = JsonSerializer.Deserialize<StoredReading>(json)!;
        var lookBacks = slo.LookBacks.ToDictionary(
            lookBack => lookBack,
            lookBack => stored.LookBacks.GetValueOrDefault((long)lookBack.TotalSeconds)
        );
        return stored.Over != slo.Window.ToString() || lookBacks.ContainsValue(null)
            ? null
            : new SloReading(
                Instant.FromUnixTimeSeconds(stored.At),
                Sums(stored.Window),
                lookBacks.ToDictionary(pair => pair.Key, pair => Sums(pair.Value!)),
                [],
                stored.Notice
            );
    }

    private static decimal[] Columns(SliceSums sums) =>
        [sums.Good, sums.Total, sums.Measured, sums.Expected, sums.Excluded];

    // Those of an older version have no excluded slices.
    private static SliceSums Sums(decimal[] columns) =>
        new(columns[0], columns[1], (int)columns[2], (int)columns[3], (int)columns.ElementAtOrDefault(4));
}
