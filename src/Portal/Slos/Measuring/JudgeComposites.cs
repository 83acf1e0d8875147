using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Slos.Ledger;

namespace Portal.Slos.Measuring;

/// <summary>Judges composites that are due, by what their members have in the ledger.</summary>
internal sealed class JudgeComposites(
    IDbContextFactory<PortalDb> databases,
    CompositeMembers members,
    CommitSlices commit,
    ILogger<JudgeComposites> logger
)
{
    /// <summary>So many slices it waits for a member that is a little behind; beyond them its gap must show.</summary>
    private const int Patience = 3;

    /// <summary>Deals with its own failures: what is not committed is due again when its claim is over.</summary>
    public async Task JudgeAsync(IReadOnlyList<DueSlo> due, CancellationToken cancellationToken)
    {
        try
        {
            var reached = await ReachedAsync(due, cancellationToken);
            await commit.CommitAsync(
                [.. due.Select(one => MeasuredPass.OfComposite(one with { QueryDelay = Delay(one, reached) }))],
                cancellationToken
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: the claims run out and another replica takes them.
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "Composites were not judged; they are due again when their claim is over");
        }
    }

    private async Task<IReadOnlyDictionary<Guid, Instant>> ReachedAsync(
        IReadOnlyList<DueSlo> due,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        return await members.ReachedAsync(work, [.. due.Select(one => one.Definition)], cancellationToken);
    }

    private Duration Delay(DueSlo due, IReadOnlyDictionary<Guid, Instant> reached)
    {
        var least = members.DelayOf(due.Slo);
        var behind = reached.TryGetValue(due.Row.SloId, out var at) ? due.Now - at : least;
        return Duration.Min(Duration.Max(behind, least), least + (due.Grid.Slice * Patience));
    }
}
