using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>The time over which an objective must hold: <see cref="RollingWindow"/> or <see cref="CalendarWindow"/>.</summary>
public abstract record SloWindow
{
    private protected SloWindow() { }

    /// <summary>The length people speak of: 30 days for a month. Presets are chosen by it.</summary>
    public abstract Duration NominalLength { get; }

    /// <summary>No period of the window is longer: a month has at most 31 days and an hour of clock change.</summary>
    public abstract Duration LongestPeriod { get; }

    /// <summary>
    /// The whole period that <paramref name="now"/> belongs to. It ends at now for a rolling window, and usually in the
    /// future for a calendar window. The budget belongs to its full, real length.
    /// </summary>
    public abstract Interval PeriodAt(Instant now);

    /// <summary>The part of the period that has passed: what is measured at <paramref name="now"/>. Half-open.</summary>
    public Interval RangeAt(Instant now) => new(PeriodAt(now).Start, now);
}
