using System.Globalization;

namespace Portal.Domain.Slos;

/// <summary>
/// The share of good events (or good slices) that is promised, as a fraction: 0.999 is 99.9 %.
/// Always above 0 and below 1, and decimal, so that 99.9 % leaves a budget of exactly 0.001.
/// </summary>
public sealed record Objective
{
    private Objective(decimal value) => Value = value;

    /// <summary>The fraction itself: 0.999.</summary>
    public decimal Value { get; }

    /// <summary>What may go wrong: 1 − objective. 0.001 for 99.9 %.</summary>
    public decimal Budget => 1 - Value;

    /// <exception cref="DomainException">The fraction is not above 0 and below 1.</exception>
    public static Objective Of(decimal fraction) =>
        fraction switch
        {
            1 or 100 => throw new DomainException(
                "An objective of 100 % leaves no error budget: the first failure breaks it for the whole window, "
                    + "and no burn rate can be computed. Choose an objective below 100 %, such as 99.9 %."
            ),
            > 1 => throw new DomainException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The objective {fraction:0.########} is above 1. Give a fraction: 0.999 means 99.9 %."
                )
            ),
            <= 0 => throw new DomainException(
                "The objective must be above 0: an SLO that promises nothing is always met."
            ),
            _ => new Objective(fraction),
        };

    /// <inheritdoc cref="Of"/>
    public static Objective OfPercent(decimal percent) =>
        percent > 100
            ? throw new DomainException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The objective {percent:0.########} % is above 100 %. Give a percentage below 100, such as 99.9."
                )
            )
            : Of(percent / 100);

    /// <summary>As people write it: "99.9 %".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value * 100:0.########} %");
}
