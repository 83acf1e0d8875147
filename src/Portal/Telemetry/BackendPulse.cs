using System.Collections.Concurrent;
using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>How a backend answered last, as this replica saw it.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="Took">How long the answer took.</param>
/// <param name="Failure">Why it gave none, in a sentence; null when it answered.</param>
/// <param name="AnsweredAt">When it last answered at all.</param>
internal sealed record BackendPulse(Instant At, Duration Took, string? Failure, Instant? AnsweredAt);

/// <summary>The last outcome of every backend. In memory only: rules keep asking, so it fills again by itself.</summary>
internal sealed class BackendPulses(IClock clock)
{
    private readonly ConcurrentDictionary<string, BackendPulse> byName = new(StringComparer.Ordinal);

    /// <summary>Null while nobody has asked it since this replica started.</summary>
    public BackendPulse? Of(string backend) => byName.GetValueOrDefault(backend);

    public void Note<T>(string backend, QueryOutcome<T> outcome, Duration took)
    {
        var now = clock.GetCurrentInstant();
        // A query that it refused was answered: the query is wrong, not the backend.
        var failure = outcome
            is QueryOutcome<T>.Failed { Kind: not (QueryFailure.Refused or QueryFailure.TooLarge) } failed
            ? failed.Message
            : null;
        byName.AddOrUpdate(
            backend,
            _ => new(now, took, failure, failure is null ? now : null),
            (_, last) => new(now, took, failure, failure is null ? now : last.AnsweredAt)
        );
    }
}
