using Npgsql;

namespace Portal.Data.Engine;

/// <summary>One loop for each kind of work, so that a slow one delays only itself.</summary>
internal sealed class EngineLoops(
    IEnumerable<IEngineWork> works,
    Changes changes,
    EngineHeart heart,
    ILogger<EngineLoops> logger
) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(works.Select(work => LoopAsync(work, stoppingToken)));

    private async Task LoopAsync(IEngineWork work, CancellationToken stopping)
    {
        await Task.Yield();
        using var wake = new SemaphoreSlim(0, 1);
        using var subscription = work.WokenBy is { } topic ? changes.Subscribe(topic, _ => Wake(wake)) : null;
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            heart.Beat(work.Name);
            var rest = work.Tick;
            try
            {
                rest = await work.RunOnceAsync(stopping);
                failures = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure)
            {
                Tell(work, failure, ++failures);
                rest = Backoff(work.Tick, failures);
            }

            await RestAsync(wake, rest, stopping);
        }

        await work.FinishAsync();
    }

    private void Tell(IEngineWork work, Exception failure, int failures)
    {
        if (failure is NpgsqlException or TimeoutException)
        {
            // The database is away: one line each time is enough, and the work goes on where it stood.
            logger.LogWarning("{Work} could not run ({Failures}): {Reason}", work.Name, failures, failure.Message);
            return;
        }

        logger.LogError(failure, "{Work} failed ({Failures})", work.Name, failures);
    }

    private static TimeSpan Backoff(TimeSpan tick, int failures)
    {
        var backoff = tick * Math.Pow(2, Math.Min(failures, 6));
        return backoff < LongestPause ? backoff : LongestPause;
    }

    private static async Task RestAsync(SemaphoreSlim wake, TimeSpan rest, CancellationToken stopping)
    {
        try
        {
            await wake.WaitAsync(rest, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the loop sees it and ends
        }
    }

    private static void Wake(SemaphoreSlim wake)
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // awake already
        }
    }
}
