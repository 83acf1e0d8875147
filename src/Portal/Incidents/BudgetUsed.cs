using System.Globalization;
using Dapper;
using NodaTime;
using Npgsql;
using Portal.Domain.Incidents;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Reading;

namespace Portal.Incidents;

/// <summary>How much of each error budget of its service an incident used: live while it lasts, the same ever after.</summary>
/// <remarks>
/// The bad events from the beginning of the impact to the resolve, over what the window that ends there allows:
/// bad / ((1 − objective) · total). Corrected stamps change it at the next look.
/// </remarks>
internal sealed class BudgetUsed(IDefinitions definitions, SloLedger ledger, NpgsqlDataSource database, IClock clock)
    : IIncidentFacts
{
    public async Task AddAsync(Incident incident, IncidentExtras extras, CancellationToken cancellationToken)
    {
        foreach (var slo in definitions.All<Slo>().Where(slo => slo.Spec.Service == incident.Service))
        {
            var end = incident.ResolvedAt ?? clock.GetCurrentInstant();
            var status = await ledger.StatusAsync(slo, incident.ResolvedAt, cancellationToken);
            if (status.Budget.AllowedBad > 0)
            {
                var bad = await BadAsync(slo.Id, incident.ImpactStart, end, cancellationToken);
                var share = decimal.Round(bad / status.Budget.AllowedBad, 6);
                extras.Slos.Add(new(slo.Name, share.ToString("0.######", CultureInfo.InvariantCulture)));
            }
        }
    }

    private async Task<decimal> BadAsync(Guid slo, Instant from, Instant to, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<decimal>(
            new CommandDefinition(
                """
                select coalesce(sum(greatest(slice.total - slice.good, 0)), 0)
                from slo_slice slice join slo_schedule using (slo_id, generation)
                where slo_id = @slo and start >= @from and start < @to
                """,
                new
                {
                    slo,
                    from,
                    to,
                },
                cancellationToken: cancellationToken
            )
        );
    }
}
