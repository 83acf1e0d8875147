using System.Buffers;
using System.Text;
using System.Text.Json;
using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>A reading as the schedule keeps it, so that a list of a thousand SLOs costs one query of a thousand rows.</summary>
/// <remarks>
/// JSON, read token by token, for it is read with every slice and every list:
/// <c>[at in Unix seconds, window, notice, sums of the window, [seconds, sums] of each look-back, the same of the window
/// so long ago]</c>, where sums are <c>good, total, measured, expected, excluded</c>.
/// </remarks>
internal static class StoredReading
{
    public static string Write(Slo slo, SloReading reading)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            json.WriteNumberValue(reading.At.ToUnixTimeSeconds());
            json.WriteStringValue(Over(slo.Window));
            json.WriteStringValue(reading.Notice);
            WriteSums(json, null, reading.Window);
            WriteEach(json, reading.LookBacks);
            WriteEach(json, reading.Before);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <returns>Null when it was taken for another window or other alerts, or by an older version.</returns>
    public static SloReading? Read(string text, Slo slo)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return Read(new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes))), slo);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static SloReading? Read(Utf8JsonReader json, Slo slo)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray)
        {
            return null;
        }

        var at = Instant.FromUnixTimeSeconds(Whole(ref json));
        json.Read();
        var isOfWindow = json.ValueTextEquals(Over(slo.Window));
        json.Read();
        var notice = json.GetString();
        json.Read();
        var window = ReadSums(ref json);
        var lookBacks = ReadEach(ref json, slo.LookBacks);
        var before = ReadEach(ref json, slo.Befores);
        return isOfWindow && lookBacks is not null && before is not null
            ? new SloReading(at, window, lookBacks, [], notice) { Before = before }
            : null;
    }

    private static string Over(SloWindow window) =>
        window is RollingWindow rolling
            ? rolling.Length.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)
            : window.ToString();

    private static void WriteEach(Utf8JsonWriter json, IReadOnlyDictionary<Duration, SliceSums> sums)
    {
        json.WriteStartArray();
        foreach (var (length, one) in sums)
        {
            WriteSums(json, length, one);
        }

        json.WriteEndArray();
    }

    private static void WriteSums(Utf8JsonWriter json, Duration? length, SliceSums sums)
    {
        json.WriteStartArray();
        if (length is { } known)
        {
            json.WriteNumberValue((long)known.TotalSeconds);
        }

        json.WriteNumberValue(sums.Good);
        json.WriteNumberValue(sums.Total);
        json.WriteNumberValue(sums.Measured);
        json.WriteNumberValue(sums.Expected);
        json.WriteNumberValue(sums.Excluded);
        json.WriteEndArray();
    }

    /// <returns>Null where one that is needed is not kept.</returns>
    private static Dictionary<Duration, SliceSums>? ReadEach(ref Utf8JsonReader json, IReadOnlyList<Duration> needed)
    {
        var found = new Dictionary<Duration, SliceSums>(needed.Count);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            var length = Duration.FromSeconds(Whole(ref json));
            var sums = ReadSums(ref json);
            if (needed.Contains(length))
            {
                found.Add(length, sums);
            }
        }

        return found.Count == needed.Count ? found : null;
    }

    private static SliceSums ReadSums(ref Utf8JsonReader json)
    {
        var sums = new SliceSums(
            Number(ref json),
            Number(ref json),
            (int)Whole(ref json),
            (int)Whole(ref json),
            (int)Whole(ref json)
        );
        json.Read();
        return sums;
    }

    private static decimal Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetDecimal();
    }

    private static long Whole(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }
}
