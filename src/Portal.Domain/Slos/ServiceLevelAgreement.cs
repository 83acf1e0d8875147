using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// What is owed to a customer: a looser objective than the SLO's, judged by calendar month, and credits where it is
/// missed. It is reported apart from the SLO, whose budget it does not touch.
/// </summary>
public sealed record ServiceLevelAgreement
{
    private const int MostBands = 10;

    /// <param name="slo">Name of the SLO whose measurements it is judged by.</param>
    /// <param name="objective">The share that is owed.</param>
    /// <param name="zoneId">IANA zone of its months.</param>
    /// <param name="credits">Bands of availability, in any order; none where nothing is paid.</param>
    /// <param name="customer">To whom; null for all.</param>
    /// <exception cref="DomainException">The zone is unknown, or the bands contradict each other or the objective.</exception>
    public ServiceLevelAgreement(
        string slo,
        Objective objective,
        string zoneId,
        IReadOnlyList<CreditBand> credits,
        string? customer = null
    )
    {
        (Slo, Objective, Customer) = (slo, objective, customer);
        Window = new CalendarWindow(CalendarUnit.Month, CalendarWindow.DefaultAnchor, zoneId);
        Credits = [.. credits.OrderByDescending(band => band.Below)];
        Refuse();
    }

    public string Slo { get; }

    public Objective Objective { get; }

    /// <summary>Its months.</summary>
    public CalendarWindow Window { get; }

    /// <summary>The least credit first.</summary>
    public IReadOnlyList<CreditBand> Credits { get; }

    public string? Customer { get; }

    /// <summary>The share of the fee that a month's availability gives back, from 0 to 1: of the lowest band that it is below.</summary>
    public decimal CreditFor(decimal availability) =>
        Credits.Where(band => availability < band.Below).Select(band => band.Credit).DefaultIfEmpty(0).Max();

    /// <summary>
    /// One month of it. The minutes of breach are those of complete outage beyond what is allowed:
    /// (bad / all − (1 − objective)) · length of the month, or of what has passed of it.
    /// </summary>
    /// <param name="period">The whole month.</param>
    /// <param name="range">What of it has passed.</param>
    /// <param name="sums">What was counted, in the unit of the SLO's budgeting.</param>
    public AgreementMonth MonthOf(Interval period, Interval range, SliceSums sums)
    {
        var availability = sums.IsCovered ? sums.Ratio : null;
        var over =
            availability is { } ratio && ratio < Objective.Value
                ? (Objective.Value - ratio) * Seconds.Of(range.Duration) / 60
                : 0;
        return new AgreementMonth(
            period,
            range,
            sums,
            availability,
            Objective,
            over,
            availability is { } known ? CreditFor(known) : null
        );
    }

    private void Refuse()
    {
        if (Credits.Count > MostBands)
        {
            throw new DomainException($"An agreement has at most {MostBands} bands of credits.");
        }

        if (Credits.FirstOrDefault(band => band.Below > Objective.Value) is { } above)
        {
            throw new DomainException(
                $"A credit below {above.Below} would be due while the objective of {Objective.Value} is met: no band lies above it."
            );
        }

        foreach (var (better, worse) in Credits.Zip(Credits.Skip(1)))
        {
            if (better.Below == worse.Below || better.Credit >= worse.Credit)
            {
                throw new DomainException(
                    $"The credit below {worse.Below} must be higher than the one below {better.Below}."
                );
            }
        }
    }
}

/// <summary>A credit that is due below an availability.</summary>
public sealed record CreditBand
{
    /// <param name="below">Availability, above 0 and below 1: 0.99.</param>
    /// <param name="credit">Share of the month's fee, above 0 and up to 1: 0.1 is 10 %.</param>
    /// <exception cref="DomainException">One of them is outside its range.</exception>
    public CreditBand(decimal below, decimal credit)
    {
        Below = below is > 0 and < 1
            ? below
            : throw new DomainException("below is an availability above 0 and below 1: 0.99 means 99 %.");
        Credit = credit is > 0 and <= 1
            ? credit
            : throw new DomainException("credit is a share of the fee above 0 and at most 1: 0.1 means 10 %.");
    }

    public decimal Below { get; }

    public decimal Credit { get; }
}

/// <summary>One month of an agreement.</summary>
/// <param name="Period">The whole month.</param>
/// <param name="Range">What of it has passed, half-open.</param>
/// <param name="Sums">What was counted.</param>
/// <param name="Availability">Good share, from 0 to 1; null without events or where fewer than 9 of 10 slices are measured.</param>
/// <param name="Objective">What was owed then.</param>
/// <param name="BreachMinutes">Minutes of complete outage beyond what is allowed; 0 where it is met.</param>
/// <param name="Credit">Share of the fee, from 0 to 1; null where the availability is not known.</param>
public sealed record AgreementMonth(
    Interval Period,
    Interval Range,
    SliceSums Sums,
    decimal? Availability,
    Objective Objective,
    decimal BreachMinutes,
    decimal? Credit
)
{
    public bool IsComplete => Range.End == Period.End;

    /// <summary>Null where it is not known.</summary>
    public bool? IsMet => Availability is { } known ? known >= Objective.Value : null;
}
