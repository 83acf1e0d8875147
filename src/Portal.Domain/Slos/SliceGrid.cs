using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// The slices of time that an SLO is measured in, counted from the Unix epoch in UTC. Their length divides an hour, so
/// that hours and days are whole numbers of slices. A slice belongs to the range in which it starts; two ranges that
/// touch therefore share no slice and lose none.
/// </summary>
public sealed record SliceGrid
{
    public static readonly Duration Shortest = Duration.FromSeconds(10);

    public static readonly Duration Longest = Duration.FromHours(1);

    /// <summary>One minute, unless the SLO says otherwise.</summary>
    public static readonly SliceGrid Default = new(Duration.FromMinutes(1));

    private readonly long _ticks;

    /// <exception cref="DomainException">Not whole seconds from 10 s to 1 h that divide an hour evenly.</exception>
    public SliceGrid(Duration slice)
    {
        _ticks = slice.BclCompatibleTicks;
        if (
            slice < Shortest
            || slice > Longest
            || _ticks % NodaConstants.TicksPerSecond != 0
            || NodaConstants.TicksPerHour % _ticks != 0
        )
        {
            throw new DomainException(
                "A slice is 10 seconds to 1 hour long and divides an hour evenly: 10 s, 30 s, 1 m, 5 m, 15 m, 1 h."
            );
        }

        Slice = slice;
    }

    public Duration Slice { get; }

    /// <summary>Whether each of its slices is a whole number of another grid's.</summary>
    public bool IsMultipleOf(SliceGrid other) => _ticks % other._ticks == 0;

    /// <summary>Number of the first slice that starts at or after the instant.</summary>
    public long IndexFrom(Instant instant)
    {
        var (quotient, remainder) = Math.DivRem(instant.ToUnixTimeTicks(), _ticks);
        return remainder > 0 ? quotient + 1 : quotient;
    }

    public Instant StartOf(long index) => Instant.FromUnixTimeTicks(index * _ticks);

    /// <summary>The latest slice boundary at or before the instant: where an evaluation at that instant ends.</summary>
    public Instant Floor(Instant instant)
    {
        var index = IndexFrom(instant);
        return StartOf(index) > instant ? StartOf(index - 1) : StartOf(index);
    }

    /// <summary>How many slices start in the range.</summary>
    public int SlicesIn(Interval range) => (int)(IndexFrom(range.End) - IndexFrom(range.Start));

    /// <summary>How many whole slices a length of time holds.</summary>
    public int SlicesIn(Duration length) => (int)(length.BclCompatibleTicks / _ticks);
}
