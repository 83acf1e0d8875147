using Portal.Domain.Alerting;

namespace Portal.Domain.Slos;

/// <summary>Slices of time whose value is as it should be, over all slices: each measured slice is one event.</summary>
public sealed record ThresholdSli : QueriedSli
{
    /// <param name="backend">Name of the backend that answers the query.</param>
    /// <param name="query">Any query with a value; where it has several series, the worst of them counts.</param>
    /// <param name="isGood">How a good value is compared with the threshold: value, comparison, threshold.</param>
    /// <param name="threshold">In the unit of the query.</param>
    /// <exception cref="DomainException">The query is empty, or the comparison has no worse side.</exception>
    public ThresholdSli(string backend, string query, Comparison isGood, decimal threshold)
        : base(backend)
    {
        Query = string.IsNullOrWhiteSpace(query)
            ? throw new DomainException("A query of an SLI is empty.")
            : query.Trim();
        IsGood = isGood is Comparison.Equal or Comparison.NotEqual
            ? throw new DomainException("A good value is below or above its threshold: use lt, lte, gt or gte.")
            : isGood;
        Threshold = threshold;
    }

    public string Query { get; }

    public Comparison IsGood { get; }

    public decimal Threshold { get; }

    /// <summary>High values are the bad ones: of several series the highest counts.</summary>
    public bool HighIsBad => IsGood is Comparison.Below or Comparison.AtMost;

    /// <summary>No value is no measurement, NaN is none either.</summary>
    public override SliceSums Slice(decimal? part, decimal? total) =>
        part is { } value ? SliceSums.Of(Holds(value) ? 1 : 0, 1) : SliceSums.Missing;

    private bool Holds(decimal value) =>
        IsGood switch
        {
            Comparison.Above => value > Threshold,
            Comparison.AtLeast => value >= Threshold,
            Comparison.Below => value < Threshold,
            Comparison.AtMost => value <= Threshold,
            Comparison.Equal or Comparison.NotEqual => false,
        };
}
