using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos;

/// <summary>The budgets that burn faster than one of their alerts allows, or are nearly gone and still burning.</summary>
internal sealed class BurningBudgets(SloDirectory directory, SloCourse course, IClock clock) : IBurningBudgets
{
    /// <summary>Slower than this is no news, whatever is left.</summary>
    private const decimal Slow = 1m;

    private const int Points = 45;

    private static readonly Duration Recently = Duration.FromHours(6);

    public string Topic => SloTopic.Prefix;

    public async Task<IReadOnlyList<BurningBudget>> FindAsync(int most, CancellationToken cancellationToken)
    {
        var burning = (await directory.OverviewAsync(Actor.Portal, cancellationToken))
            .Where(one => one.Status.CurrentBurn > Slow || one.Status.Tiers.Any(tier => tier.IsFiring))
            .OrderByDescending(one => one.Status.CurrentBurn)
            .Take(most)
            .ToList();
        var found = new List<BurningBudget>(burning.Count);
        foreach (var one in burning)
        {
            var start = clock.GetCurrentInstant() - Recently;
            var recent = await course.LoadAsync(one.Slo, start, null, Slo.CurrentBurn, Points, cancellationToken);
            // The overview reads too little to foresee the end; of the few that burn it is worth knowing.
            var status = await directory.StatusAsync(Actor.Portal, one.Slo, null, cancellationToken);
            found.Add(Of(one.Slo, status, [.. recent.BurnOver(Slo.CurrentBurn).Select(burn => (double?)burn)]));
        }

        return found;
    }

    private static BurningBudget Of(Definition<Slo> definition, SloStatus status, IReadOnlyList<double?> recent)
    {
        var slo = definition.Spec;
        var burn = status.CurrentBurn ?? 0;
        var period = status.Period.Duration;
        var crossed = slo
            .Alerts.OfType<BurnRateAlert>()
            .Select(alert => (alert.Severity, Factor: alert.Factor(period)))
            .OrderByDescending(alert => alert.Factor)
            .FirstOrDefault(alert => burn > alert.Factor);
        var next = slo
            .Alerts.OfType<BurnRateAlert>()
            .Select(alert => alert.Factor(period))
            .Where(factor => factor >= burn)
            .DefaultIfEmpty()
            .Min();
        var (limit, tone) = crossed switch
        {
            { Factor: > 0, Severity: BudgetAlertSeverity.Page } => (
                $"pages above {Numbers.Burn(crossed.Factor)}",
                Tone.Critical
            ),
            { Factor: > 0, Severity: BudgetAlertSeverity.Ticket } => (
                $"ticket above {Numbers.Burn(crossed.Factor)}",
                Tone.Warning
            ),
            _ => (next > 0 ? $"next line {Numbers.Burn(next)}" : "no alert", Tone.NoData),
        };
        return new(
            definition.Name,
            $"{Numbers.Objective(status.Objective.Value)} over {WindowText.Of(slo.Window)}",
            burn,
            limit,
            tone,
            recent,
            status.Budget.Remaining,
            status.ExhaustsAt
        );
    }
}
