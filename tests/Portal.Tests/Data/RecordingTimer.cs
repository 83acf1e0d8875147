using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Data.Scheduling;
using Timer = Portal.Data.Engine.Timer;

namespace Portal.Tests.Data;

/// <summary>Remembers which timers fired, and fails those it was told to.</summary>
internal sealed class RecordingTimer(IDbContextFactory<PortalDb> databases, RecordedTimers recorded) : ITimerHandler
{
    public const string Name = "recorded";

    public string Kind => Name;

    public async Task FireAsync(Timer timer, CancellationToken cancellationToken)
    {
        recorded.MayFail(timer.Key);
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        if (await Timers.CompleteAsync(work, timer, cancellationToken))
        {
            await work.CommitAsync(cancellationToken);
            recorded.Fired(timer.Key);
        }
    }
}

/// <summary>Shared by all replicas of a test.</summary>
internal sealed class RecordedTimers
{
    private readonly Channel<string> fired = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> failing = new(StringComparer.Ordinal);

    public void FailOnce(string key) => failing[key] = new TaskCompletionSource();

    public Task FailedAsync(string key, CancellationToken cancellationToken) =>
        failing[key].Task.WaitAsync(cancellationToken);

    public void MayFail(string key)
    {
        if (failing.TryGetValue(key, out var once) && once.TrySetResult())
        {
            throw new InvalidOperationException("as it was told");
        }
    }

    public void Fired(string key) => fired.Writer.TryWrite(key);

    /// <summary>The next one whose key begins so.</summary>
    public async Task<string> NextAsync(string prefix, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await fired.Reader.ReadAsync(cancellationToken);
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                return key;
            }
        }
    }
}

/// <summary>A job that only says that it ran.</summary>
internal sealed class RecordedJob(RecordedJob.Runs runs) : ICronJob
{
    public Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        runs.Ran(slot);
        return Task.CompletedTask;
    }

    internal sealed class Runs
    {
        private readonly Channel<Instant> slots = Channel.CreateUnbounded<Instant>();

        public void Ran(Instant slot) => slots.Writer.TryWrite(slot);

        public async Task<Instant> NextAsync(CancellationToken cancellationToken) =>
            await slots.Reader.ReadAsync(cancellationToken);
    }
}
