using Portal.Access;
using Portal.Catalog;
using Portal.Domain.Slos;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos;

/// <summary>Tells the page of a service how its SLOs do.</summary>
internal sealed class SloFacts(SloDirectory directory, SloLedger ledger) : IServiceFacts
{
    public string Topic => SloTopic.Prefix;

    public async Task AddAsync(string service, ServiceFacts facts, CancellationToken cancellationToken)
    {
        var slos = directory.All(Actor.Portal).Where(slo => slo.Spec.Service == service).ToList();
        foreach (var one in await ledger.OverviewAsync(slos, cancellationToken))
        {
            var status = one.Status;
            var promise = $"{Numbers.Objective(status.Objective.Value)} over {WindowText.Of(one.Slo.Spec.Window)}";
            var left = status.State is SloState.NoData or SloState.NoTraffic
                ? ""
                : $", {Numbers.BudgetLeft(status.Budget.Remaining)} of the budget left";
            facts.Watches[(SloManifest.Kind, one.Slo.Name)] = new(status.State.ToString(), promise + left);
        }
    }
}
