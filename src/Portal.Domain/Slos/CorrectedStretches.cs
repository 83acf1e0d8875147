using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>Which stretches of a range corrections touch, slice by slice.</summary>
public static class CorrectedStretches
{
    /// <summary>
    /// A slice is corrected by what it starts in. Where corrections overlap, what is excluded is excluded, whatever else
    /// is said of it.
    /// </summary>
    /// <param name="range">On boundaries of slices.</param>
    /// <returns>Disjoint and ascending; neighbours have different effects.</returns>
    public static IReadOnlyList<CorrectedStretch> Of(
        Interval range,
        SliceGrid grid,
        IReadOnlyCollection<CorrectedStretch> corrections
    )
    {
        var stretches = new List<CorrectedStretch>();
        for (var slice = range.Start; slice < range.End; slice += grid.Slice)
        {
            if (EffectOn(slice, corrections) is not { } effect)
            {
                continue;
            }

            var next = new CorrectedStretch(new(slice, slice + grid.Slice), effect);
            if (stretches.Count > 0 && stretches[^1].Effect == effect && stretches[^1].Range.End == slice)
            {
                stretches[^1] = next with { Range = new(stretches[^1].Range.Start, next.Range.End) };
            }
            else
            {
                stretches.Add(next);
            }
        }

        return stretches;
    }

    private static CorrectionEffect? EffectOn(Instant slice, IReadOnlyCollection<CorrectedStretch> corrections)
    {
        CorrectionEffect? effect = null;
        foreach (var correction in corrections.Where(one => one.Range.Contains(slice)))
        {
            effect = effect == CorrectionEffect.Exclude ? effect : correction.Effect;
        }

        return effect;
    }
}

/// <param name="Range">Half-open.</param>
public sealed record CorrectedStretch(Interval Range, CorrectionEffect Effect);
