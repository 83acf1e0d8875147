using System.Globalization;
using NodaTime;
using Portal.Domain.Incidents;
using Portal.Slos.Reading;

namespace Portal.Incidents;

/// <summary>How much of each error budget of its service an incident used: live while it lasts, the same ever after.</summary>
/// <remarks>
/// The bad events from the beginning of the impact to the resolve, over what the window that ends there allows:
/// bad / ((1 − objective) · total), corrections of the SLO included. Corrected stamps change it at the next look.
/// </remarks>
internal sealed class BudgetUsed(SloLedger ledger, IClock clock) : IIncidentFacts
{
    public async Task AddAsync(Incident incident, IncidentExtras extras, CancellationToken cancellationToken)
    {
        if (incident.Service is not { } service)
        {
            return;
        }

        var end = Instant.Max(incident.ImpactStart, incident.ResolvedAt ?? clock.GetCurrentInstant());
        foreach (var spent in await ledger.SpentAsync(service, new(incident.ImpactStart, end), cancellationToken))
        {
            var share = decimal.Round(spent.Share, 6);
            extras.Slos.Add(new(spent.Slo, share.ToString("0.######", CultureInfo.InvariantCulture)));
        }
    }
}
