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
            try
            {
                var more = await work.RunOnceAsync(stopping);
                failures = 0;
                if (more)
                {
                    continue;
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Tell(work, failure, ++failures);
            }

            await PauseAsync(work, wake, failures, stopping);
        }
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

    private static async Task PauseAsync(IEngineWork work, SemaphoreSlim wake, int failures, CancellationToken stopping)
    {
        var backoff = TimeSpan.FromMilliseconds(work.Tick.TotalMilliseconds * Math.Pow(2, Math.Min(failures, 6)));
        try
        {
            await wake.WaitAsync(failures == 0 || backoff < LongestPause ? backoff : LongestPause, stopping);
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
