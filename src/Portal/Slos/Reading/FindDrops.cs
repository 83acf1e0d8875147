using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Reading;

/// <summary>Finds the times at which most of a budget went: by the hour first, and within those hours by the slice.</summary>
internal sealed class FindDrops(
    IDbContextFactory<PortalDb> databases,
    SloLedger ledger,
    BudgetSpending spending,
    Authoriser authoriser
)
{
    public const int Most = 5;

    /// <summary>Of the whole budget; less than that nobody calls a drop.</summary>
    public const decimal Least = 0.01m;

    private static readonly Duration Hour = Duration.FromHours(1);

    /// <returns>Of the current window, the costliest first.</returns>
    public async Task<IReadOnlyList<SpentRange>> OfAsync(
        Actor actor,
        Definition<Slo> slo,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read SLOs");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var (measured, _) = await ledger.NowAsync(work, slo, cancellationToken);
        var range = slo.Spec.Window.RangeAt(measured.At);
        var found = new List<SpentRange>();
        foreach (var coarse in (await DropsAsync(work, measured, range, cancellationToken)).Take(Most))
        {
            var fine = await DropsAsync(work, measured.AsOf(coarse.Range.End), coarse.Range, cancellationToken);
            var drop = BudgetDrops.Within(coarse.Range, fine);
            found.Add(await spending.OfAsync(work, slo.Spec, measured, drop, cancellationToken));
        }

        return [.. found.Where(one => one.Consumed >= Least).OrderByDescending(one => one.Sums.Bad)];
    }

    private static async Task<IReadOnlyList<BudgetDrop>> DropsAsync(
        UnitOfWork work,
        MeasuredSlo slo,
        Interval range,
        CancellationToken cancellationToken
    )
    {
        // Steps divide whole hours; what lies before the range is cut off again.
        var length = range.Duration < Hour ? Hour : Hour * (int)Math.Ceiling(range.Duration.TotalHours);
        var steps = await LedgerSteps.OfAsync(work, slo, length, cancellationToken);
        var step = LedgerSteps.StepOf(slo, length);
        var start = LedgerSteps.EndOf(slo, length) - length;
        var before = (int)Math.Max(0, Math.Ceiling((range.Start - start) / step));
        return BudgetDrops.Of(
            [.. steps.Skip(before).Select(slo.Slo.Budgeting.ForBurn)],
            start + (step * before),
            step,
            slo.Slo.Objective
        );
    }
}
