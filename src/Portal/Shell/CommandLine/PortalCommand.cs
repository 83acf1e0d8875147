using System.CommandLine;
using System.Text.Json;
using Npgsql;

namespace Portal.Shell.CommandLine;

/// <summary>The program's command line. Exit codes: 0 done, 1 failed, 2 differences found.</summary>
/// <remarks>Without a command it serves; options that begin with a dash then go to the host as settings.</remarks>
internal static class PortalCommand
{
    public const int Failed = 1;
    public const int Differences = 2;

    public static bool IsNamed(string[] args) =>
        args is [var first, ..] && (!first.StartsWith('-') || first is "--help" or "-h" or "-?" or "--version");

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await Root().Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception refused) when (Reason(refused) is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return Failed;
        }
    }

    /// <summary>What people can do something about is told in a sentence; anything else is a fault of ours, with its trace.</summary>
    private static string? Reason(Exception refused) =>
        refused switch
        {
            HttpRequestException away =>
                $"The portal cannot be reached: {away.Message}. Say where it is with --url or $PORTAL_URL.",
            JsonException => "What answered there is no portal: check --url or $PORTAL_URL.",
            UriFormatException => "--url is no web address: write one such as https://portal.example.",
            TaskCanceledException or OperationCanceledException => "The portal took too long to answer.",
            IOException or UnauthorizedAccessException => refused.Message,
            NpgsqlException away => $"The database cannot be reached: {away.Message}",
            _ => null,
        };

    private static RootCommand Root()
    {
        var root = new RootCommand(
            """
            Portal: SLOs, alert rules, on-call, incidents and postmortems in one place.

            Examples
              portal serve                               serve on ASPNETCORE_URLS
              portal demo                                serve with demo teams and a demo shop
              portal validate checkout.yaml              read manifests, without a server
              portal plan checkout.yaml                  what would apply change? (exit code 2 when something)
              portal apply checkout.yaml                 apply manifests, all or none
              portal export > everything.yaml            all definitions; applying them again changes nothing
              portal export prometheus-rules             SLOs as rules that a Prometheus evaluates by itself
              portal import sloth slos.yaml --backend prom   SLOs of Sloth (or pyrra) as manifests
              portal user create ana --display-name Ana --admin
              portal token create ci --role lead
              portal backup portal-2026-11-28.backup     everything in one file, while the portal serves
              portal restore portal-2026-11-28.backup    back again, all or nothing, with every replica stopped
            """
        );
        Command[] commands =
        [
            Serving.Serve(),
            Serving.Demo(),
            Serving.Migrate(),
            Serving.HealthCheck(),
            ManifestCommands.Validate(),
            ManifestCommands.Plan(),
            ManifestCommands.Apply(),
            ManifestCommands.Export(),
            ImportCommands.Import(),
            AccountCommands.User(),
            AccountCommands.Token(),
            ArchiveCommands.Backup(),
            ArchiveCommands.Restore(),
        ];
        foreach (var command in commands)
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
