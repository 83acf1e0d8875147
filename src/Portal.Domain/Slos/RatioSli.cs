namespace Portal.Domain.Slos;

/// <summary>
/// Good or bad events over all events, counted by two queries. Exactly one of good and bad is given; the other is
/// the difference to total.
/// </summary>
public sealed record RatioSli : QueriedSli
{
    /// <param name="backend">Name of the backend that answers the queries.</param>
    /// <param name="good">Counts the good events; null where bad ones are counted.</param>
    /// <param name="bad">Counts the bad events; null where good ones are counted.</param>
    /// <param name="total">Counts all events.</param>
    /// <exception cref="DomainException">Both or none of good and bad are given, or no backend is named.</exception>
    public RatioSli(string backend, CounterQuery? good, CounterQuery? bad, CounterQuery total)
        : base(backend)
    {
        if ((good is null) == (bad is null))
        {
            throw new DomainException(
                "A ratio SLI counts either good or bad events: give exactly one of the two, the other follows from the total."
            );
        }

        Good = good;
        Bad = bad;
        Total = total;
    }

    public CounterQuery? Good { get; }

    public CounterQuery? Bad { get; }

    public CounterQuery Total { get; }

    /// <summary>
    /// No series for the total is no measurement:
    /// silence is never 100 % up. No series for the other query while the total has one is a count of zero, because
    /// a counter of errors first appears with the first error.
    /// </summary>
    public override SliceSums Slice(decimal? part, decimal? total) =>
        total is not { } events ? SliceSums.Missing
        : Good is null ? SliceSums.Of(events - (part ?? 0), events)
        : SliceSums.Of(part ?? 0, events);
}

/// <summary>A query that counts events.</summary>
public sealed record CounterQuery
{
    /// <param name="query">In the language of the backend.</param>
    /// <param name="counter">See <see cref="Counter"/>.</param>
    /// <exception cref="DomainException">The query is empty.</exception>
    public CounterQuery(string query, bool counter)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            throw new DomainException("A query of an SLI is empty.");
        }

        Query = query;
        Counter = counter;
    }

    public string Query { get; }

    /// <summary>
    /// True: a plain selector of counters that only grow; the portal asks for their increase over each slice.
    /// False: the query is taken as written and already counts the events of the slice.
    /// </summary>
    public bool Counter { get; }
}
