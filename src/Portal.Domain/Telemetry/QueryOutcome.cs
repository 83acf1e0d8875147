using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace Portal.Domain.Telemetry;

/// <summary>
/// What a backend said to one query. One of four cases, which are never mixed up: it gave data, it has none, it gave a part of
/// it, or it could not answer. A query that failed is not a query without a result.
/// </summary>
/// <typeparam name="T">
/// What the data consists of: <see cref="Sample"/> for one moment, <see cref="SeriesPoints"/> for a range, texts for names.
/// </typeparam>
public abstract record QueryOutcome<T> : QueryOutcome
{
    private QueryOutcome() { }

    /// <summary>The whole answer: at least one item.</summary>
    public sealed record Series : QueryOutcome<T>
    {
        internal Series(IReadOnlyList<T> items) => Items = items;

        public IReadOnlyList<T> Items { get; }
    }

    /// <summary>The backend answered in full, and nothing matched.</summary>
    public sealed record Empty : QueryOutcome<T>;

    /// <summary>
    /// The backend answered, and said itself that a part is missing: a store that is down, a shard that timed out. What is there
    /// may be shown; nothing may be concluded from what is not.
    /// </summary>
    [SuppressMessage(
        "Naming",
        "CA1716:Identifiers should not match keywords",
        Justification = "The word of the field."
    )]
    public sealed record Partial(IReadOnlyList<T> Items, IReadOnlyList<string> Warnings) : QueryOutcome<T>;

    /// <summary>There is no answer. The message says why in a sentence, without secrets.</summary>
    public sealed record Failed(QueryFailure Kind, string Message) : QueryOutcome<T>
    {
        /// <summary>How long the backend asked to be left alone; null where it did not say.</summary>
        public Duration? RetryAfter { get; init; }

        public override QueryFailure? Failure => Kind;
    }
}

/// <summary>What is common to the outcomes of all kinds of queries.</summary>
public abstract record QueryOutcome
{
    private protected QueryOutcome() { }

    /// <summary>Why there is no answer; null when there is one, if only a part.</summary>
    public virtual QueryFailure? Failure => null;

    /// <summary>A successful answer: with data, empty, or partial when the backend warned.</summary>
    public static QueryOutcome<T> Answer<T>(IReadOnlyList<T> items, params IReadOnlyList<string> warnings) =>
        warnings.Count > 0 ? new QueryOutcome<T>.Partial(items, warnings)
        : items.Count == 0 ? new QueryOutcome<T>.Empty()
        : new QueryOutcome<T>.Series(items);
}

/// <summary>Why a query has no answer.</summary>
public enum QueryFailure
{
    /// <summary>No connection, no name, or the server broke: nobody there could look at the query.</summary>
    Unreachable,

    /// <summary>No complete answer within the time allowed.</summary>
    Timeout,

    /// <summary>The backend understood and said no: the query is wrong. Asking again gives the same.</summary>
    Refused,

    /// <summary>The backend, or the portal's own queue for it, is full. Later may work.</summary>
    Overloaded,

    /// <summary>The answer has more bytes or series than the portal takes.</summary>
    TooLarge,

    /// <summary>The answer was cut off or is not what this kind of backend speaks.</summary>
    Malformed,

    /// <summary>The backend does not accept the credentials.</summary>
    Unauthorized,

    /// <summary>Not asked at all: the backend failed so often that it is left alone for a while.</summary>
    CircuitOpen,
}
