using NodaTime;
using Npgsql;
using Portal.Data.Scheduling;

namespace Portal.Notifications;

/// <summary>Deletes messages that ended long ago; what they said of an incident is on its timeline for ever.</summary>
internal sealed class ForgetMessages(NpgsqlDataSource database) : ICronJob
{
    public static readonly Duration KeptFor = Duration.FromDays(90);

    public async Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "delete from outbox_message where status <> 'Pending' and created_at < $1"
        );
        command.Parameters.AddWithValue((slot - KeptFor).ToDateTimeUtc());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
