using NodaTime;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>A claimed SLO, and the slices that it is due for.</summary>
/// <param name="Now">The database's time of the claim.</param>
/// <param name="QueryDelay">How late the backend has all measurements of an instant.</param>
internal sealed record DueSlo(SloSchedule Row, Definition<Slo> Definition, Instant Now, Duration QueryDelay)
{
    /// <summary>Slices that are asked for again on every pass: samples may arrive late.</summary>
    private const int AskedAgain = 3;

    /// <summary>After an outage so many slices are made up for at a time.</summary>
    private const int MostSlices = 1440;

    /// <summary>A pass that failed is tried again after at most this, however long a slice is.</summary>
    private static readonly Duration RetryAfter = Duration.FromMinutes(1);

    private static readonly Duration MostSpread = Duration.FromSeconds(15);

    public Slo Slo => Definition.Spec;

    public SliceGrid Grid => Slo.Grid;

    /// <summary>The end of the last slice that the backend should be able to answer for.</summary>
    public Instant End => Grid.Floor(Now - QueryDelay);

    /// <summary>Start of the first slice of this pass. What lies further back than any number needs is left to gaps.</summary>
    public Instant From
    {
        get
        {
            var oldest = Grid.Floor(End - Slo.Reach);
            var next = Instant.Max(Row.NextSlice, oldest);
            return Instant.Min(next, End) - (Grid.Slice * AskedAgain);
        }
    }

    /// <summary>End of the last slice of this pass; before <see cref="End"/> while an outage is made up for.</summary>
    public Instant To => Instant.Min(End, From + (Grid.Slice * (MostSlices + AskedAgain)));

    public bool IsCaughtUp => To == End;

    /// <summary>When the next slice is complete, a little later for some than for others, so that they do not ask all at once.</summary>
    public Instant NextRegular
    {
        get
        {
            var spread = Duration.Min(Grid.Slice / 4, MostSpread) * Slots.Phase(Row.SloId);
            return End + Grid.Slice + QueryDelay + spread;
        }
    }

    public Instant NextRetry => Instant.Min(NextRegular, Now + RetryAfter);
}
