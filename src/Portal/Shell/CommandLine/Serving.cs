using System.CommandLine;

namespace Portal.Shell.CommandLine;

/// <summary>Commands that run the portal, or look whether it runs.</summary>
internal static class Serving
{
    public static Command Serve() =>
        Server(
            "serve",
            "Serve the portal. Settings: environment variables such as ASPNETCORE_URLS, ConnectionStrings__Portal, DATABASE_URL, PORTAL__DATADIRECTORY.",
            []
        );

    public static Command Demo() =>
        Server(
            "demo",
            "Serve with demo teams, a demo shop and a Prometheus of its own.",
            ["--Portal:Demo:Enabled=true"]
        );

    public static Command Migrate()
    {
        var command = new Command("migrate", "Bring the database to this version's schema and end.");
        command.SetAction((_, token) => Offline.RunAsync((_, _) => Task.FromResult(0), token));
        return command;
    }

    public static Command HealthCheck()
    {
        var url = Remote.Url();
        var command = new Command("healthcheck", "Ask /readyz; exit code 0 when the portal is ready.") { url };
        command.SetAction(
            async (parsed, token) =>
            {
                using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
                try
                {
                    using var response = await http.GetAsync(
                        new Uri(Remote.Root(parsed.GetValue(url)), "readyz"),
                        token
                    );
                    await Console.Out.WriteAsync(await response.Content.ReadAsStringAsync(token));
                    return response.IsSuccessStatusCode ? 0 : PortalCommand.Failed;
                }
                catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
                {
                    await Console.Error.WriteLineAsync($"not reachable: {away.Message}");
                    return PortalCommand.Failed;
                }
            }
        );
        return command;
    }

    private static Command Server(string name, string description, string[] settings)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(
            async (parsed, token) =>
            {
                await PortalHost.Build([.. parsed.UnmatchedTokens, .. settings]).RunAsync(token);
                return 0;
            }
        );
        return command;
    }
}
