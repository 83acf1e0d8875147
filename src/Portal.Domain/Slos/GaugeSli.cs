namespace Portal.Domain.Slos;

/// <summary>
/// The mean of a gauge between 0 and 1: <c>up</c>, the result of a probe, or a ratio computed elsewhere. Each sample is an
/// event, and as good (or as bad) as its value.
/// </summary>
public sealed record GaugeSli : QueriedSli
{
    /// <param name="backend">Name of the backend that holds the gauge.</param>
    /// <param name="gauge">Its selector: <c>probe_success{job="shop"}</c>. Several series count alike.</param>
    /// <param name="isFailure">True where 1 is bad.</param>
    /// <exception cref="DomainException">The gauge is empty.</exception>
    public GaugeSli(string backend, string gauge, bool isFailure)
        : base(backend)
    {
        Gauge = string.IsNullOrWhiteSpace(gauge)
            ? throw new DomainException("An SLI of a gauge needs the gauge: probe_success{job=\"shop\"}.")
            : gauge.Trim();
        IsFailure = isFailure;
    }

    public string Gauge { get; }

    public bool IsFailure { get; }

    /// <summary>No sample is no measurement: a target that vanished is not up.</summary>
    public override SliceSums Slice(decimal? part, decimal? total) =>
        (part, total) switch
        {
            ({ } sum, { } samples) => SliceSums.Of(IsFailure ? samples - sum : sum, samples),
            _ => SliceSums.Missing,
        };
}
