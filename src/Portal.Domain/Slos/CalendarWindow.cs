using NodaTime;
using NodaTime.TimeZones;

namespace Portal.Domain.Slos;

/// <summary>
/// Periods of the calendar in one time zone; the budget is whole again at each boundary. Boundaries are counted in
/// local time from the anchor, so a day may have 23 or 25 hours and a month 28 to 31 days.
/// </summary>
public sealed record CalendarWindow : SloWindow
{
    /// <summary>A Monday and the first of a month, a quarter and a year: periods start where people expect.</summary>
    public static readonly LocalDateTime DefaultAnchor = new(2024, 1, 1, 0, 0);

    private const int MaxMonths = 12;
    private const int MaxDays = 366;

    // A boundary that occurs twice is the earlier one; one that the clock jumps over is the first instant after the gap.
    private static readonly ZoneLocalMappingResolver StartOfPeriod = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    private readonly DateTimeZone _zone;

    /// <param name="unit">The unit of one period.</param>
    /// <param name="anchor">Local time of one boundary; all others are counted from it, forwards and backwards.</param>
    /// <param name="zoneId">IANA time zone: Europe/Berlin.</param>
    /// <param name="count">Units per period; 2 weeks are a fortnight.</param>
    /// <exception cref="DomainException">The zone is unknown, or the period is longer than a year.</exception>
    public CalendarWindow(CalendarUnit unit, LocalDateTime anchor, string zoneId, int count = 1)
    {
        _zone =
            DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId)
            ?? throw new DomainException(
                $"'{zoneId}' is not a time zone. Give an IANA name such as Europe/Berlin or UTC."
            );
        Unit = unit;
        Anchor = anchor;
        ZoneId = zoneId;
        Count = count;
        if (count < 1 || count > MaxDays || Months > MaxMonths || Days > MaxDays)
        {
            throw new DomainException("A calendar window is at least one unit and at most one year long.");
        }
    }

    public CalendarUnit Unit { get; }

    public LocalDateTime Anchor { get; }

    public string ZoneId { get; }

    public int Count { get; }

    public override Duration NominalLength =>
        Unit == CalendarUnit.Year ? Duration.FromDays(365) : Duration.FromDays(Days + (Months * 30));

    public override Duration LongestPeriod =>
        Duration.FromDays(Math.Min(Days + (Months * 31), MaxDays)) + Duration.FromHours(1);

    private int Months =>
        Count
        * Unit switch
        {
            CalendarUnit.Day => 0,
            CalendarUnit.Week => 0,
            CalendarUnit.Month => 1,
            CalendarUnit.Quarter => 3,
            CalendarUnit.Year => 12,
        };

    private int Days =>
        Count
        * Unit switch
        {
            CalendarUnit.Day => 1,
            CalendarUnit.Week => 7,
            CalendarUnit.Month => 0,
            CalendarUnit.Quarter => 0,
            CalendarUnit.Year => 0,
        };

    /// <summary>
    /// The n-th boundary: anchor + n periods in local time, clamped to the month's end from the anchor
    /// (31 Jan, 28 Feb, 31 Mar). Number 0 is the anchor; negative ones lie before it.
    /// </summary>
    public Instant Boundary(int n) =>
        _zone.ResolveLocal(Anchor.PlusMonths(Months * n).PlusDays(Days * n), StartOfPeriod).ToInstant();

    public override Interval PeriodAt(Instant now)
    {
        // The estimate is off by the clamp, the time of day and the clock change: by one or two, never more.
        var n = EstimateAt(now.InZone(_zone).LocalDateTime);
        while (Boundary(n) > now)
        {
            n--;
        }

        while (Boundary(n + 1) <= now)
        {
            n++;
        }

        return new Interval(Boundary(n), Boundary(n + 1));
    }

    private int EstimateAt(LocalDateTime local)
    {
        var months = ((local.Year - Anchor.Year) * 12) + local.Month - Anchor.Month;
        var days = Period.DaysBetween(Anchor.Date, local.Date);
        return Months > 0 ? months / Months : days / Days;
    }
}

/// <summary>The unit of a calendar period.</summary>
public enum CalendarUnit
{
    Day,

    /// <summary>Seven days from the anchor's weekday: Monday with the default anchor.</summary>
    Week,
    Month,

    /// <summary>Three months.</summary>
    Quarter,
    Year,
}
