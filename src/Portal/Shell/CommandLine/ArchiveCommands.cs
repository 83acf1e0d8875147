using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Portal.Data;

namespace Portal.Shell.CommandLine;

/// <summary>The whole portal in one file, and back.</summary>
internal static class ArchiveCommands
{
    public static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "The file to write; it must not exist yet." };
        var command = new Command(
            "backup",
            "Write everything to one file, while the portal serves. It holds secrets: keep it as you keep them."
        )
        {
            file,
        };
        command.SetAction(
            (parsed, token) =>
                RunAsync(
                    async services =>
                    {
                        var path = Path.GetFullPath(parsed.GetRequiredValue(file));
                        var saved = await services.GetRequiredService<DatabaseArchive>().BackupAsync(path, token);
                        await Console.Out.WriteLineAsync($"{path}: {saved}, {new FileInfo(path).Length:N0} bytes");
                    },
                    token
                )
        );
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("file") { Description = "What backup has written." };
        var replace = new Option<bool>("--replace") { Description = "Let go of what the database holds now." };
        var command = new Command(
            "restore",
            "Put a backup in the place of the database, all or nothing. Every replica must be stopped."
        )
        {
            file,
            replace,
        };
        command.SetAction(
            (parsed, token) =>
                RunAsync(
                    async services =>
                    {
                        await using var db = await services
                            .GetRequiredService<IDbContextFactory<PortalDb>>()
                            .CreateDbContextAsync(token);
                        var restored = await services
                            .GetRequiredService<DatabaseArchive>()
                            .RestoreAsync(
                                Path.GetFullPath(parsed.GetRequiredValue(file)),
                                db.Database.GetMigrations(),
                                parsed.GetValue(replace),
                                token
                            );
                        await Console.Out.WriteLineAsync($"restored {restored}");
                    },
                    token
                )
        );
        return command;
    }

    /// <summary>With the database up and nothing else: no schema is made or changed, no loop reads or writes.</summary>
    private static async Task<int> RunAsync(Func<IServiceProvider, Task> work, CancellationToken cancellationToken)
    {
        await using var app = PortalHost.Build(Offline.Quiet);
        var own = app.Services.GetServices<IHostedService>().OfType<EmbeddedPostgres>().SingleOrDefault();
        await (own?.StartAsync(cancellationToken) ?? Task.CompletedTask);
        try
        {
            await work(app.Services);
            return 0;
        }
        catch (Exception refusal) when (refusal is InvalidInputException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return PortalCommand.Failed;
        }
        finally
        {
            await (own?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        }
    }
}
