using System.CommandLine;

namespace Portal.Shell.CommandLine;

/// <summary>Commands that run the portal, or look whether it runs.</summary>
internal static class Serving
{
    public static Command Serve() =>
        Server(
            "serve",
            Output.Help(
                "Serve the portal. Settings: environment variables such as ASPNETCORE_URLS, ConnectionStrings__Portal, DATABASE_URL, PORTAL__DATADIRECTORY.",
                "portal serve",
                "ASPNETCORE_URLS=http://127.0.0.1:8080 portal serve"
            ),
            []
        );

    public static Command Demo() =>
        Server(
            "demo",
            Output.Help("Serve with demo teams, a demo shop and a Prometheus of its own.", "portal demo"),
            ["--Portal:Demo:Enabled=true"]
        );

    public static Command Migrate()
    {
        var command = new Command(
            "migrate",
            Output.Help(
                "Bring the database to this version's schema and end.",
                "DATABASE_URL=postgres://portal@db/portal portal migrate"
            )
        );
        command.SetAction((_, token) => Offline.RunAsync((_, _) => Task.FromResult(0), token));
        return command;
    }

    public static Command HealthCheck()
    {
        var (url, output) = (Remote.Url(), Output.Option());
        var command = new Command(
            "healthcheck",
            Output.Help(
                "Ask /readyz; exit code 0 when the portal is ready.",
                "portal healthcheck",
                "portal healthcheck --url https://portal.example -o json"
            )
        )
        {
            url,
            output,
        };
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
                    var says = (await response.Content.ReadAsStringAsync(token)).TrimEnd();
                    await (
                        parsed.GetValue(output) == Output.Json
                            ? Output.WriteAsync(new { ready = response.IsSuccessStatusCode, says })
                            : Console.Out.WriteLineAsync(says)
                    );
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
