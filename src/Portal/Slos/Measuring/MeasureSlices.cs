using System.Collections.Concurrent;
using NodaTime;
using Portal.Data.Engine;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Slos.Ledger;
using Portal.Telemetry;

namespace Portal.Slos.Measuring;

/// <summary>Measures the slices that are due: one request for each SLO outside any transaction, then one commit for all of a backend.</summary>
/// <remarks>A slow backend delays only its own SLOs. A request that fails writes nothing; its slices are asked for again.</remarks>
internal sealed class MeasureSlices(
    SloClaims claims,
    Backends backends,
    Definitions definitions,
    CommitSlices commit,
    ILogger<MeasureSlices> logger
) : IEngineWork
{
    private const int Most = 200;

    /// <summary>Requests under way to one backend; the rest of its places are for alert rules and people.</summary>
    private const int AtATime = 4;

    private readonly ConcurrentDictionary<Task, byte> running = new();

    public string Name => "slo-slices";

    public TimeSpan Tick => TimeSpan.FromMilliseconds(500);

    public string? WokenBy => Definitions.Topic;

    public async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        var claimed = await claims.ClaimAsync(Most, cancellationToken);
        if (claimed.Count == 0)
        {
            return false;
        }

        var due = await LoadAsync(claimed, cancellationToken);
        foreach (var batch in due.GroupBy(one => Ratio(one).Backend, StringComparer.Ordinal))
        {
            Start(MeasureAsync(batch.Key, [.. batch], cancellationToken));
        }

        return claimed.Count == Most;
    }

    private void Start(Task batch)
    {
        running[batch] = 0;
        _ = batch.ContinueWith(done => running.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task<List<DueSlo>> LoadAsync(
        IReadOnlyList<(SloSchedule Row, Instant Now)> claimed,
        CancellationToken cancellationToken
    )
    {
        var slos = definitions.All<Slo>().ToDictionary(slo => slo.Id);
        if (claimed.Any(one => !slos.ContainsKey(one.Row.SloId)))
        {
            // Saved on another replica a moment ago.
            await definitions.RefreshAsync(cancellationToken);
            slos = definitions.All<Slo>().ToDictionary(slo => slo.Id);
        }

        return
        [
            .. claimed
                .Where(one => slos.ContainsKey(one.Row.SloId))
                .Select(one => new DueSlo(one.Row, slos[one.Row.SloId], one.Now, Delay(slos[one.Row.SloId].Spec))),
        ];
    }

    private Duration Delay(Slo slo) =>
        slo.Sli is RatioSli ratio && definitions.Find<Backend>(ratio.Backend) is { } backend
            ? backend.Spec.QueryDelay
            : Duration.Zero;

    private async Task MeasureAsync(string backend, IReadOnlyList<DueSlo> due, CancellationToken cancellationToken)
    {
        try
        {
            var passes = new ConcurrentBag<MeasuredPass>();
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
                async (one, token) => passes.Add(await AskAsync(one, token))
            );
            await commit.CommitAsync([.. passes], cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: the claims run out and another replica takes them.
        }
        catch (Exception failure)
        {
            logger.LogError(
                failure,
                "Slices of backend {Backend} were not saved; they are due again when their claim is over",
                backend
            );
        }
    }

    private async Task<MeasuredPass> AskAsync(DueSlo due, CancellationToken cancellationToken)
    {
        var sli = Ratio(due);
        var outcome = await backends.RangeAsync(
            sli.Backend,
            SliceQuery.Of(sli, due.Grid.Slice),
            due.From + due.Grid.Slice,
            due.To,
            due.Grid.Slice,
            cancellationToken
        );
        return MeasuredPass.Of(due, sli, outcome);
    }

    /// <summary>The only kind so far; the manifest takes no other.</summary>
    private static RatioSli Ratio(DueSlo due) => (RatioSli)due.Slo.Sli;
}
