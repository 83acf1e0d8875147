using System.Diagnostics;
using NodaTime;
using Portal.Data.Engine;
using Portal.Domain.Slos;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>Measures the slices that are due: one request for each SLO outside any transaction, then one commit for many of a backend.</summary>
/// <remarks>A slow backend delays only its own SLOs. A request that fails writes nothing; its slices are asked for again.</remarks>
internal sealed class MeasureSlices(
    SloClaims claims,
    SliceSources sources,
    SlosInForce inForce,
    IDefinitions definitions,
    JudgeComposites composites,
    CommitSlices commit,
    ILogger<MeasureSlices> logger
) : IEngineWork
{
    private const int Most = 200;

    /// <summary>Requests under way to one backend; the rest of its places are for alert rules and people.</summary>
    private const int AtATime = 4;

    /// <summary>SLOs of one commit.</summary>
    private const int Together = 2 * AtATime;

    private static readonly Duration Margin = Duration.FromSeconds(30);

    private readonly Underway underway = new();

    public string Name => "slo-slices";

    public TimeSpan Tick => TimeSpan.FromMilliseconds(500);

    public string? WokenBy => Definitions.Topic;

    public Task FinishAsync() => underway.WhenAllAsync();

    public async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        var lease = Lease();
        var claimed = await claims.ClaimAsync(Most, lease, cancellationToken);
        if (claimed.Count == 0)
        {
            return Tick;
        }

        var due = await LoadAsync(claimed, cancellationToken);
        var journeys = due.Where(one => one.Slo.Sli is CompositeSli).ToList();
        if (journeys.Count > 0)
        {
            underway.Add(composites.JudgeAsync(journeys, cancellationToken));
        }

        foreach (var batch in due.Except(journeys).GroupBy(one => Queried(one).Backend, StringComparer.Ordinal))
        {
            underway.Add(MeasureAsync(batch.Key, [.. batch], lease, cancellationToken));
        }

        return claimed.Count == Most ? TimeSpan.Zero : Tick;
    }

    private async Task<List<DueSlo>> LoadAsync(
        IReadOnlyList<(SloSchedule Row, Instant Now)> claimed,
        CancellationToken cancellationToken
    )
    {
        var slos = await inForce.FindAsync([.. claimed.Select(one => one.Row.SloId)], cancellationToken);
        return
        [
            .. claimed
                .Where(one => slos.ContainsKey(one.Row.SloId))
                .Select(one => new DueSlo(one.Row, slos[one.Row.SloId], one.Now, Delay(slos[one.Row.SloId].Spec))),
        ];
    }

    /// <summary>Enough for the slowest backend, so that a pass which is under way is not begun twice.</summary>
    private Duration Lease() => definitions.All<Backend>().Select(Longest).DefaultIfEmpty(Duration.Zero).Max() + Margin;

    /// <summary>What the requests of one commit can take, two after another.</summary>
    private static Duration Longest(Definition<Backend>? backend) => (backend?.Spec.Timeout ?? Duration.Zero) * 2;

    private Duration Delay(Slo slo) =>
        slo.Sli is QueriedSli sli && definitions.Find<Backend>(sli.Backend) is { } backend
            ? backend.Spec.QueryDelay
            : Duration.Zero;

    private async Task MeasureAsync(
        string backend,
        IReadOnlyList<DueSlo> due,
        Duration lease,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // A slow backend: what would be committed after its claim is over is left to whoever claims it next.
            var patience = lease - Longest(definitions.Find<Backend>(backend));
            var began = Stopwatch.GetTimestamp();
            foreach (var few in due.Chunk(Together))
            {
                if (Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began)) > patience)
                {
                    return;
                }

                await commit.CommitAsync(await AskAsync(few, cancellationToken), cancellationToken);
            }
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

    private async Task<IReadOnlyList<MeasuredPass>> AskAsync(DueSlo[] due, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(AtATime);
        return await Task.WhenAll(
            due.Select(async one =>
            {
                await places.WaitAsync(cancellationToken);
                try
                {
                    return await AskAsync(one, cancellationToken);
                }
                finally
                {
                    places.Release();
                }
            })
        );
    }

    private async Task<MeasuredPass> AskAsync(DueSlo due, CancellationToken cancellationToken)
    {
        var sli = Queried(due);
        var range = new Interval(due.From, due.To);
        var outcome = await sources.CountAsync(sli, due.Grid.Slice, range, cancellationToken);
        return MeasuredPass.Of(due, sli, outcome);
    }

    private static QueriedSli Queried(DueSlo due) => (QueriedSli)due.Slo.Sli;
}
