using NodaTime;
using Npgsql;
using Portal.Data.Scheduling;

namespace Portal.Alerting;

/// <summary>Deletes alerts that were resolved long ago, with their transitions: both or neither, since they share a numbering.</summary>
internal sealed class ForgetAlerts(NpgsqlDataSource database) : ICronJob
{
    public static readonly Duration KeptFor = Duration.FromDays(400);

    public async Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            with gone as (
                delete from alert_instance where state = 'Resolved' and resolved_at < $1 returning rule_id, fingerprint)
            delete from alert_transition step using gone
            where step.rule_id = gone.rule_id and step.fingerprint = gone.fingerprint
            """
        );
        command.Parameters.AddWithValue((slot - KeptFor).ToDateTimeUtc());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
