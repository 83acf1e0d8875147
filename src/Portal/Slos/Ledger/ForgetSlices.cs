using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Data.Scheduling;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.Ledger;

/// <summary>
/// Drops slices that no window begins in any more, and hours of years ago. Days stay as long as their SLO, so that years are
/// told of; what any number needs is never dropped.
/// </summary>
/// <remarks>Whole days of UTC go, so that an hour is never added up anew from a part of its slices.</remarks>
internal sealed class ForgetSlices(IDefinitions definitions, IDbContextFactory<PortalDb> databases) : ICronJob
{
    /// <summary>A quarter and a little: windows of 90 days are looked at beside any SLO's own, and the past is corrected.</summary>
    private static readonly Duration LeastSlices = Duration.FromDays(95);

    private static readonly Duration LeastHours = Duration.FromDays(400);
    private static readonly Duration Margin = Duration.FromDays(2);

    public async Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        var slos = definitions.All<Slo>();
        // A composite may look back further than its members do.
        var furthest = slos.Where(slo => slo.Spec.Sli is CompositeSli)
            .Select(slo => slo.Spec.Reach)
            .Append(LeastSlices)
            .Max();
        foreach (var slo in slos.Where(slo => slo.Spec.Sli is QueriedSli))
        {
            await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
            var needed = Duration.Max(slo.Spec.Reach, furthest) + Margin;
            await work.ExecuteAsync(
                """
                delete from slo_slice where slo_id = @Id and start < date_trunc('day', @Slices, 'UTC');
                delete from slo_rollup where slo_id = @Id and size = 'Hour' and start < date_trunc('day', @Hours, 'UTC')
                """,
                new
                {
                    slo.Id,
                    Slices = work.Now - needed,
                    Hours = work.Now - Duration.Max(needed, LeastHours),
                },
                cancellationToken
            );
            await work.CommitAsync(cancellationToken);
        }
    }
}
