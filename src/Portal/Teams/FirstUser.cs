using System.Security.Cryptography;
using Npgsql;
using Portal.Access;
using Portal.Domain.Teams;

namespace Portal.Teams;

/// <summary>Lets the first person into an empty portal: makes the user <c>admin</c> and tells its password once, on the console.</summary>
/// <remarks>On the console itself and not through the log, which may be sent elsewhere and kept.</remarks>
internal sealed class FirstUser(Accounts accounts, NpgsqlDataSource database, IConfiguration configuration)
    : IHostedService
{
    private const string Name = "admin";
    private const long Lock = 0x666972737475; // "firstu"

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Replicas that start together on an empty database take turns here.
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await LockAsync(connection, "select pg_advisory_lock($1)", cancellationToken);
        try
        {
            if (!await accounts.AnyAsync(cancellationToken))
            {
                await CreateAsync(cancellationToken);
            }
        }
        finally
        {
            await LockAsync(connection, "select pg_advisory_unlock($1)", CancellationToken.None);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        var chosen = configuration["Portal:AdminPassword"];
        var password = string.IsNullOrEmpty(chosen) ? RandomNumberGenerator.GetHexString(20, lowercase: true) : chosen;
        var person = new Person("Admin", null, "UTC", [], []);
        await accounts.CreateAsync(Actor.Portal, Name, person, password, administrator: true, cancellationToken);
        var told = password == chosen ? "as set in PORTAL__ADMINPASSWORD" : password;
        await Console.Out.WriteLineAsync(
            $"""

            First sign-in
              user      {Name}
              password  {told}

            """
        );
    }

    private static async Task LockAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(Lock);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
