using System.Collections.Concurrent;
using NodaTime;

namespace Portal.Data.Engine;

/// <summary>When each loop of this process last turned.</summary>
internal sealed class EngineHeart(IClock clock)
{
    private readonly ConcurrentDictionary<string, Instant> beats = new(StringComparer.Ordinal);

    public void Beat(string work) => beats[work] = clock.GetCurrentInstant();

    /// <summary>The loops that have been silent for longer than <paramref name="patience"/>.</summary>
    public IReadOnlyList<string> Silent(Duration patience)
    {
        var since = clock.GetCurrentInstant() - patience;
        return [.. beats.Where(beat => beat.Value < since).Select(beat => beat.Key).Order(StringComparer.Ordinal)];
    }
}
