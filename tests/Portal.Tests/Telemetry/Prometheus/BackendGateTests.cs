using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Portal.Domain.Telemetry;
using Portal.Telemetry.Prometheus;

namespace Portal.Tests.Telemetry.Prometheus;

public sealed class BackendGateTests : IDisposable
{
    private static readonly QueryOutcome<int> Good = QueryOutcome.Answer([1]);

    private readonly ManualTime time = new();
    private readonly BackendConnection connection = new("prom", "prometheus", new("http://prom.example"))
    {
        Concurrency = 2,
        QueueLength = 1,
    };

    private readonly BackendGate gate;
    private int asked;

    public BackendGateTests() => gate = new(connection, time, NullLogger<BackendGate>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => gate.Dispose();

    [Fact]
    public async Task Five_failures_in_a_row_open_the_circuit_and_the_sixth_query_is_not_sent()
    {
        await RepeatAsync(4, Bad());
        Assert.Equal(Good, await AskAsync(Good));
        // A success in between: the row starts again once it has left the window.
        time.Advance(Duration.FromMinutes(3));
        await RepeatAsync(5, Bad());

        var failed = Assert.IsType<QueryOutcome<int>.Failed>(await AskAsync(Good));

        Assert.Equal(10, asked);
        Assert.Equal(QueryFailure.CircuitOpen, failed.Kind);
        Assert.Equal(
            "prom is left alone for up to 30 s because it kept failing. Last: connection refused",
            failed.Message
        );
        Assert.NotNull(failed.RetryAfter);
    }

    [Fact]
    public async Task After_thirty_seconds_one_probe_decides()
    {
        await RepeatAsync(5, Bad());

        time.Advance(BackendGate.Break);
        Assert.Equal(QueryFailure.Unreachable, (await AskAsync(Bad())).Failure);
        Assert.Equal(QueryFailure.CircuitOpen, (await AskAsync(Good)).Failure);

        time.Advance(BackendGate.Break);
        Assert.Equal(Good, await AskAsync(Good));
        Assert.Equal(Good, await AskAsync(Good));
        Assert.Equal(8, asked);
    }

    [Fact]
    public async Task Half_of_twenty_queries_failing_opens_the_circuit()
    {
        for (var pair = 0; pair < 10; pair++)
        {
            await AskAsync(Good);
            await AskAsync(Bad());
        }

        Assert.Equal(QueryFailure.CircuitOpen, (await AskAsync(Good)).Failure);
    }

    [Theory]
    [InlineData(QueryFailure.Refused)]
    [InlineData(QueryFailure.TooLarge)]
    [InlineData(QueryFailure.Unauthorized)]
    public async Task What_is_not_the_backends_fault_opens_nothing(QueryFailure kind)
    {
        await RepeatAsync(30, Bad(kind));

        Assert.Equal(Good, await AskAsync(Good));
    }

    [Fact]
    public async Task So_many_run_so_many_wait_and_more_are_turned_away()
    {
        var release = new TaskCompletionSource<QueryOutcome<int>>();
        var running = new[] { HeldAsync(release), HeldAsync(release) };
        var waiting = HeldAsync(release);

        var failed = Assert.IsType<QueryOutcome<int>.Failed>(await AskAsync(Good));

        Assert.Equal((QueryFailure.Overloaded, "1 queries to prom wait already."), (failed.Kind, failed.Message));
        Assert.Equal(2, asked);
        release.SetResult(Good);
        Assert.Equal([Good, Good, Good], await Task.WhenAll([.. running, waiting]));
    }

    [Fact]
    public async Task Nobody_waits_for_a_place_longer_than_a_query_may_take()
    {
        using var impatient = new BackendGate(
            connection with
            {
                Concurrency = 1,
                Timeout = Duration.FromMilliseconds(50),
            },
            time,
            NullLogger<BackendGate>.Instance
        );
        var release = new TaskCompletionSource<QueryOutcome<int>>();
        var running = impatient.RunAsync(_ => release.Task, Token);

        Assert.Equal(QueryFailure.Overloaded, (await impatient.RunAsync(_ => Task.FromResult(Good), Token)).Failure);

        release.SetResult(Good);
        await running;
    }

    [Fact]
    public async Task A_query_leaves_a_span_and_a_duration()
    {
        // The instruments are of the whole process: the name tells ours from those of tests beside this one.
        using var mine = new BackendGate(connection with { Name = "measured" }, time, NullLogger<BackendGate>.Instance);
        var spans = new ConcurrentQueue<Activity>();
        using var spanListener = Spans(spans);
        var tags = new ConcurrentQueue<string>();
        using var meterListener = Durations(tags);

        await mine.RunAsync(_ => Task.FromResult(Bad(QueryFailure.TooLarge)), Token);

        var span = Assert.Single(spans, span => Equals(span.GetTagItem("portal.backend.name"), "measured"));
        Assert.Equal(("query prometheus", "too_large"), (span.DisplayName, span.GetTagItem("error.type")));
        Assert.Contains(
            "portal.backend.name=measured portal.backend.type=prometheus error.type=too_large",
            string.Join('\n', tags),
            StringComparison.Ordinal
        );
    }

    private static ActivityListener Spans(ConcurrentQueue<Activity> into)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Portal",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = into.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener Durations(ConcurrentQueue<string> into)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Meter.Name: "Portal", Name: "portal.backend.query.duration" })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, _, tags, _) => into.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))
        );
        listener.Start();
        return listener;
    }

    private static QueryOutcome<int> Bad(QueryFailure kind = QueryFailure.Unreachable) =>
        new QueryOutcome<int>.Failed(kind, "connection refused");

    private async Task RepeatAsync(int times, QueryOutcome<int> outcome)
    {
        for (var turn = 0; turn < times; turn++)
        {
            await AskAsync(outcome);
        }
    }

    private Task<QueryOutcome<int>> AskAsync(QueryOutcome<int> outcome) =>
        gate.RunAsync(
            _ =>
            {
                asked++;
                return Task.FromResult(outcome);
            },
            Token
        );

    private Task<QueryOutcome<int>> HeldAsync(TaskCompletionSource<QueryOutcome<int>> release) =>
        gate.RunAsync(
            _ =>
            {
                asked++;
                return release.Task;
            },
            Token
        );

    /// <summary>A clock that a test sets. Timers run on the machine's.</summary>
    private sealed class ManualTime : TimeProvider
    {
        private Instant now = Instant.FromUtc(2026, 1, 5, 9, 0);

        public void Advance(Duration duration) => now += duration;

        public override DateTimeOffset GetUtcNow() => now.ToDateTimeOffset();
    }
}
