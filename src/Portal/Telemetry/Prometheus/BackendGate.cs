using System.Threading.RateLimiting;
using NodaTime;
using Polly;
using Polly.CircuitBreaker;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry.Prometheus;

/// <summary>
/// The door to one backend. So many queries at a time, so many waiting, and none for a while when the backend keeps failing: a
/// slow or broken backend delays its own rules and nobody else's. One for each backend, shared by all who ask it.
/// </summary>
/// <remarks>
/// The circuit opens after <see cref="FailuresInARow"/> failures without a success, or when half of at least
/// <see cref="MinimumQueries"/> queries in a minute failed; after <see cref="Break"/> one query goes through as a probe. A query
/// that the backend understood and refused says nothing about the backend's health; nor does a wrong password or an answer that
/// is too large.
/// </remarks>
internal sealed class BackendGate : IDisposable
{
    public const int FailuresInARow = 5;
    public const int MinimumQueries = 20;
    public const double FailureRatio = 0.5;
    public static readonly Duration Break = Duration.FromSeconds(30);

    private readonly BackendConnection backend;
    private readonly TimeProvider time;
    private readonly ILogger<BackendGate> logger;
    private readonly ConcurrencyLimiter places;
    private readonly ResiliencePipeline circuit;
    private string lastFailure = "";

    public BackendGate(BackendConnection backend, TimeProvider time, ILogger<BackendGate> logger)
    {
        (this.backend, this.time, this.logger) = (backend, time, logger);
        places = new(
            new()
            {
                PermitLimit = backend.Concurrency,
                QueueLimit = backend.QueueLength,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }
        );
        circuit = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(Breaker(FailureRatio, MinimumQueries, TimeSpan.FromMinutes(1)))
            // All of at least five within two minutes: five in a row.
            .AddCircuitBreaker(Breaker(1, FailuresInARow, TimeSpan.FromMinutes(2)))
            .Build();
    }

    /// <summary>Asks when there is a place and the circuit is closed; otherwise answers at once why not.</summary>
    public async Task<QueryOutcome<T>> RunAsync<T>(
        Func<CancellationToken, Task<QueryOutcome<T>>> query,
        CancellationToken cancellationToken
    )
    {
        using var place = await PlaceAsync(cancellationToken);
        if (place is not { IsAcquired: true })
        {
            return new QueryOutcome<T>.Failed(
                QueryFailure.Overloaded,
                place is null
                    ? $"No place among {backend.Concurrency} queries to {backend.Name} within {backend.Timeout.TotalSeconds} s."
                    : $"{backend.QueueLength} queries to {backend.Name} wait already."
            );
        }

        try
        {
            return await circuit.ExecuteAsync(async token => await MeasuredAsync(query, token), cancellationToken);
        }
        catch (BrokenCircuitException broken)
        {
            return new QueryOutcome<T>.Failed(
                QueryFailure.CircuitOpen,
                $"{backend.Name} is left alone for up to {Break.TotalSeconds} s because it kept failing. Last: {lastFailure}"
            )
            {
                RetryAfter = broken.RetryAfter is { } wait ? Duration.FromTimeSpan(wait) : null,
            };
        }
    }

    public void Dispose() => places.Dispose();

    /// <summary>A place; one that is not acquired when the queue is full; null when waiting took as long as a query may.</summary>
    private async Task<RateLimitLease?> PlaceAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(backend.Timeout.ToTimeSpan(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await places.AcquireAsync(1, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<QueryOutcome<T>> MeasuredAsync<T>(
        Func<CancellationToken, Task<QueryOutcome<T>>> query,
        CancellationToken cancellationToken
    )
    {
        using var activity = BackendInstruments.StartQuery(backend);
        var started = time.GetTimestamp();
        var outcome = await query(cancellationToken);
        BackendInstruments.EndQuery(backend, activity, outcome.Failure, time.GetElapsedTime(started));
        if (outcome is QueryOutcome<T>.Failed failed)
        {
            lastFailure = failed.Message;
        }

        return outcome;
    }

    private CircuitBreakerStrategyOptions Breaker(double ratio, int minimum, TimeSpan window) =>
        new()
        {
            FailureRatio = ratio,
            MinimumThroughput = minimum,
            SamplingDuration = window,
            BreakDuration = Break.ToTimeSpan(),
            ShouldHandle = arguments =>
                ValueTask.FromResult(
                    arguments.Outcome.Result is QueryOutcome { Failure: { } failure } && IsOfBackend(failure)
                ),
            OnOpened = arguments => Opened(arguments.BreakDuration),
            OnHalfOpened = _ => TriesAgain(),
            OnClosed = _ => Closed(),
        };

    private static bool IsOfBackend(QueryFailure failure) =>
        failure switch
        {
            QueryFailure.Unreachable or QueryFailure.Timeout or QueryFailure.Overloaded or QueryFailure.Malformed =>
                true,
            QueryFailure.Refused or QueryFailure.TooLarge or QueryFailure.Unauthorized or QueryFailure.CircuitOpen =>
                false,
        };

    private ValueTask Opened(TimeSpan pause)
    {
        BackendInstruments.Circuit(backend, 2);
        logger.LogWarning(
            "{Backend} keeps failing and is left alone for {Pause}: {Failure}",
            backend.Name,
            pause,
            lastFailure
        );
        return ValueTask.CompletedTask;
    }

    private ValueTask TriesAgain()
    {
        BackendInstruments.Circuit(backend, 1);
        return ValueTask.CompletedTask;
    }

    private ValueTask Closed()
    {
        BackendInstruments.Circuit(backend, 0);
        logger.LogInformation("{Backend} answers again", backend.Name);
        return ValueTask.CompletedTask;
    }
}
