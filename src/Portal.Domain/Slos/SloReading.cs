using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>What the ledger says about an SLO at one instant: all the sums that a status is computed from.</summary>
/// <param name="At">
/// The slice boundary up to which everything that will be measured is measured. Windows end here and not at the wall
/// clock, so that a slice which is merely late does not look like a gap.
/// </param>
/// <param name="Window">Sums over the window's range at that instant.</param>
/// <param name="LookBacks">Sums over each of <see cref="Slo.LookBacks"/>, ending at that instant.</param>
/// <param name="Steps">
/// The range of a rolling window in equal steps, oldest first, an hour or so each; they foresee when old errors leave
/// it. Empty for calendar windows.
/// </param>
/// <param name="Notice">What is wrong with the counts, by <see cref="SliceSums.QualityNotice"/>; null where nothing is.</param>
public sealed record SloReading(
    Instant At,
    SliceSums Window,
    IReadOnlyDictionary<Duration, SliceSums> LookBacks,
    IReadOnlyList<SliceSums> Steps,
    string? Notice = null
)
{
    /// <summary>What the window's sums were so long ago, for each of <see cref="Slo.Befores"/>.</summary>
    public IReadOnlyDictionary<Duration, SliceSums> Before { get; init; } = new Dictionary<Duration, SliceSums>();

    /// <summary>The reading at a slice boundary from a part of the past that is at hand.</summary>
    public static SloReading Of(Slo slo, ISumsOver history, Instant at)
    {
        var range = slo.Window.RangeAt(at);
        var lookBacks = slo.LookBacks.ToDictionary(
            lookBack => lookBack,
            lookBack => history.Over(new Interval(at - (slo.Grid.Slice * slo.Grid.SlicesIn(lookBack)), at))
        );
        return new SloReading(
            at,
            history.Over(range),
            lookBacks,
            slo.Window is RollingWindow ? [.. StepsOf(slo, history, range)] : []
        )
        {
            Before = slo.Befores.ToDictionary(ago => ago, ago => history.Over(slo.Window.RangeAt(at - ago))),
        };
    }

    /// <summary>The sums that alerts are judged from.</summary>
    public IAlertSums For(Interval period) => new AlertSums(this, period);

    private sealed record AlertSums(SloReading Reading, Interval Period) : IAlertSums
    {
        public Instant At => Reading.At;

        public SliceSums Window => Reading.Window;

        public SliceSums Last(Duration lookBack) => Reading.LookBacks[lookBack];

        public SliceSums WindowBefore(Duration ago) => Reading.Before[ago];
    }

    // Hours, or slices where the window has fewer than a day of them, as long as they divide the window evenly.
    private static IEnumerable<SliceSums> StepsOf(Slo slo, ISumsOver history, Interval range)
    {
        var hour = Duration.FromHours(1);
        var isLong =
            range.Duration >= Duration.FromDays(1) && range.Duration.BclCompatibleTicks % hour.BclCompatibleTicks == 0;
        var step = isLong ? hour : slo.Grid.Slice;
        for (var from = range.Start; from < range.End; from += step)
        {
            yield return history.Over(new Interval(from, Instant.Min(from + step, range.End)));
        }
    }
}
