using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;

namespace Portal.Slos.Ledger;

/// <summary>Reads from the ledger what a status is computed from.</summary>
internal static class LedgerReadings
{
    /// <summary>The window and all look-backs of every SLO, in one query. Without steps: nothing is foreseen from them.</summary>
    public static async Task<IReadOnlyList<SloReading>> OfAsync(
        UnitOfWork work,
        IReadOnlyList<MeasuredSlo> slos,
        CancellationToken cancellationToken
    )
    {
        var ranges = slos.SelectMany(one => Ranges(one).Select(range => one.Over(range))).ToList();
        var sums = await LedgerSums.OfAsync(work, ranges, cancellationToken);
        var readings = new List<SloReading>(slos.Count);
        var next = 0;
        foreach (var one in slos)
        {
            var count = 1 + one.Slo.LookBacks.Count + one.Slo.Befores.Count;
            readings.Add(Reading(one, [.. sums.Skip(next).Take(count)]));
            next += count;
        }

        return await RawCounts.NoticedAsync(work, slos, readings, cancellationToken);
    }

    /// <summary>
    /// The same with the window in equal steps of an hour or so, which foresee when old errors leave it. The steps of
    /// windows longer than a month are whole hours of the clock, which shifts them by less than one.
    /// </summary>
    public static async Task<SloReading> WithStepsAsync(
        UnitOfWork work,
        MeasuredSlo slo,
        SloReading reading,
        CancellationToken cancellationToken
    )
    {
        if (slo.Slo.Window is not RollingWindow window)
        {
            return reading;
        }

        var steps = await LedgerSteps.OfAsync(work, slo, window.Length, cancellationToken);
        return reading with { Steps = steps };
    }

    /// <summary>The window, then the look-backs, then the window so long ago.</summary>
    public static IEnumerable<Interval> Ranges(MeasuredSlo one) =>
        [
            one.Slo.Window.RangeAt(one.At),
            .. one.Slo.LookBacks.Select(lookBack => new Interval(one.At - Whole(one.Slo.Grid, lookBack), one.At)),
            .. one.Slo.Befores.Select(ago => one.Slo.Window.RangeAt(one.At - ago)),
        ];

    private static Duration Whole(SliceGrid grid, Duration lookBack) => grid.Slice * grid.SlicesIn(lookBack);

    /// <param name="one">The SLO.</param>
    /// <param name="sums">Of <see cref="Ranges"/>.</param>
    public static SloReading Reading(MeasuredSlo one, IReadOnlyList<SliceSums> sums)
    {
        var lookBacks = one.Slo.LookBacks.Zip(sums.Skip(1)).ToDictionary(pair => pair.First, pair => pair.Second);
        return new SloReading(
            one.At,
            sums[0],
            lookBacks,
            [],
            lookBacks[Slo.CurrentBurn].QualityNotice ?? sums[0].QualityNotice
        )
        {
            Before = one
                .Slo.Befores.Zip(sums.Skip(1 + lookBacks.Count))
                .ToDictionary(pair => pair.First, pair => pair.Second),
        };
    }
}

/// <summary>An SLO in its current generation, at a boundary of its slices.</summary>
internal sealed record MeasuredSlo(Guid Id, int Generation, Slo Slo, Instant At)
{
    /// <summary>Of a composite, in its order; found by <see cref="CompositeMembers"/>.</summary>
    public IReadOnlyList<MeasuredSlo> Members { get; init; } = [];

    /// <summary>Those that have slices: itself, or the members of a composite on every level.</summary>
    public IEnumerable<MeasuredSlo> Measured =>
        Slo.Sli is CompositeSli ? Members.SelectMany(member => member.Measured) : [this];

    /// <summary>The same at another boundary.</summary>
    public MeasuredSlo AsOf(Instant at) =>
        this with
        {
            At = at,
            Members = [.. Members.Select(member => member.AsOf(at))],
        };

    public RangeOfSlo Over(Interval range) =>
        new(Id, Generation, Slo, range)
        {
            Members = Members.Count == 0 ? [] : [.. Members.Select(member => member.Over(range))],
        };
}
