namespace Portal.Shell.CommandLine;

/// <summary>Runs something against the database without serving: no engine, no jobs, no port of its own.</summary>
internal static class Offline
{
    public static readonly string[] Quiet =
    [
        "--Portal:Engine:Enabled=false",
        "--urls=http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Warning",
        "--Logging:LogLevel:Microsoft.Hosting=Warning",
    ];

    public static async Task<int> RunAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        await using var app = PortalHost.Build(Quiet);
        await app.StartAsync(cancellationToken);
        try
        {
            return await work(app.Services, cancellationToken);
        }
        catch (Exception refusal)
            when (refusal is Data.InvalidInputException or Data.NotFoundException or Data.ConflictException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return PortalCommand.Failed;
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    }
}
