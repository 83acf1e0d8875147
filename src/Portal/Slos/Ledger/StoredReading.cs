using System.Text.Json;
using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>A reading as the schedule keeps it, so that a list of a thousand SLOs costs one query of a thousand rows.</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="Over">The window that was summed.</param>
/// <param name="Window">Good, total, measured, expected, excluded.</param>
/// <param name="LookBacks">The same by seconds of the look-back.</param>
/// <param name="Before">What the window was, by seconds ago; null where that is of no use.</param>
internal sealed record StoredReading(
    long At,
    string Over,
    decimal[] Window,
    IReadOnlyDictionary<long, decimal[]> LookBacks,
    string? Notice,
    IReadOnlyDictionary<long, decimal[]>? Before = null
)
{
    public static string Write(Slo slo, SloReading reading) =>
        JsonSerializer.Serialize(
            new StoredReading(
                reading.At.ToUnixTimeSeconds(),
                slo.Window.ToString(),
                Columns(reading.Window),
                BySeconds(reading.LookBacks),
                reading.Notice,
                reading.Before.Count > 0 ? BySeconds(reading.Before) : null
            )
        );

    /// <returns>Null when it was taken for another window or other alerts.</returns>
    public static SloReading? Read(string json, Slo slo)
    {
        var stored = JsonSerializer.Deserialize<StoredReading>(json)!;
        var lookBacks = Of(stored.LookBacks, slo.LookBacks);
        var before = Of(stored.Before, slo.Befores);
        return stored.Over != slo.Window.ToString() || lookBacks is null || before is null
            ? null
            : new SloReading(Instant.FromUnixTimeSeconds(stored.At), Sums(stored.Window), lookBacks, [], stored.Notice)
            {
                Before = before,
            };
    }

    private static Dictionary<long, decimal[]> BySeconds(IReadOnlyDictionary<Duration, SliceSums> sums) =>
        sums.ToDictionary(pair => (long)pair.Key.TotalSeconds, pair => Columns(pair.Value));

    /// <returns>Null where one of them is not kept.</returns>
    private static Dictionary<Duration, SliceSums>? Of(
        IReadOnlyDictionary<long, decimal[]>? kept,
        IReadOnlyList<Duration> needed
    ) =>
        needed.All(length => kept?.ContainsKey((long)length.TotalSeconds) == true)
            ? needed.ToDictionary(length => length, length => Sums(kept![(long)length.TotalSeconds]))
            : null;

    private static decimal[] Columns(SliceSums sums) =>
        [sums.Good, sums.Total, sums.Measured, sums.Expected, sums.Excluded];

    // Those of an older version have no excluded slices.
    private static SliceSums Sums(decimal[] columns) =>
        new(columns[0], columns[1], (int)columns[2], (int)columns[3], (int)columns.ElementAtOrDefault(4));
}
