using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>The last so many minutes, at every instant: errors leave it one window after they happened.</summary>
public sealed record RollingWindow : SloWindow
{
    public static readonly Duration Shortest = Duration.FromHours(1);

    public static readonly Duration Longest = Duration.FromDays(366);

    /// <exception cref="DomainException">Not a whole number of minutes from 1 hour to 366 days.</exception>
    public RollingWindow(Duration length)
    {
        if (length < Shortest || length > Longest || length.BclCompatibleTicks % NodaConstants.TicksPerMinute != 0)
        {
            throw new DomainException("A rolling window is a whole number of minutes from 1 hour to 366 days.");
        }

        Length = length;
    }

    public Duration Length { get; }

    public override Duration NominalLength => Length;

    public override Duration LongestPeriod => Length;

    public override Interval PeriodAt(Instant now) => new(now - Length, now);
}
