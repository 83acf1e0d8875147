namespace Portal.Domain.Slos;

/// <summary>An SLI that a backend answers: at most two numbers for each slice, which become good and total.</summary>
public abstract record QueriedSli : Sli
{
    private protected QueriedSli(string backend) =>
        Backend = string.IsNullOrWhiteSpace(backend)
            ? throw new DomainException("An SLI needs the backend that answers its queries.")
            : backend;

    /// <summary>Name of the backend that answers.</summary>
    public string Backend { get; }

    /// <summary>What one slice adds to the ledger, from the answers of the backend.</summary>
    /// <param name="part">The good or bad events, or the value that is judged; null where there is no series or no number.</param>
    /// <param name="total">All events; null where there is no series.</param>
    public abstract SliceSums Slice(decimal? part, decimal? total);
}
