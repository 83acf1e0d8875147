using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.Demo;

/// <summary>Defines the demo's teams, services, rules, SLOs and schedules, once, in the way that anybody would: by manifests.</summary>
internal sealed class DemoTeams(
    ManifestApplier applier,
    IDefinitions definitions,
    Accounts accounts,
    DemoPrometheus prometheus,
    DemoHistory history,
    IConfiguration configuration,
    ILogger<DemoTeams> logger
) : BackgroundService
{
    public const string Password = "demo demo demo";

    private static readonly string[] People = ["ana", "bo", "chen", "dara", "mia"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await prometheus.Answers.WaitAsync(stoppingToken);
            await DefineAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // stopping
        }
    }

    private async Task DefineAsync(CancellationToken cancellationToken)
    {
        if (definitions.Find<Person>(People[0]) is not null)
        {
            return;
        }

        var manifests = (await ReadAsync(cancellationToken))
            .Replace("PROMETHEUS_URL", prometheus.Url.ToString(), StringComparison.Ordinal)
            .Replace("PORTAL_URL", OwnUrl(), StringComparison.Ordinal);
        var results = await applier.ApplyAsync(
            Actor.Portal,
            ManifestReader.Read(manifests),
            dryRun: false,
            cancellationToken
        );
        foreach (var error in results.Results.SelectMany(result => result.Errors.Select(error => (result, error))))
        {
            logger.LogError(
                "Demo {Kind}/{Name}, line {Line}: {Path}: {Message}",
                error.result.Kind,
                error.result.Name,
                error.error.Line,
                error.error.Path,
                error.error.Message
            );
        }

        foreach (var person in People.Where(_ => results.Applied))
        {
            await accounts.SetPasswordAsync(Actor.Portal, person, Password, cancellationToken);
        }

        if (results.Applied)
        {
            await history.WriteAsync(cancellationToken);
        }

        await Console.Out.WriteLineAsync(
            $"""

            Demo
              sign in as {string.Join(", ", People)}, password "{Password}"
              (ana is on call for the shop, mia is a manager)
              break the checkout and watch the loop: {OwnUrl()}/demo

            """
        );
    }

    private string OwnUrl() =>
        (configuration["URLS"] ?? configuration["ASPNETCORE_URLS"] ?? "http://localhost:8080")
            .Split(';')[0]
            .TrimEnd('/');

    private static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        await using var stream = typeof(DemoTeams).Assembly.GetManifestResourceStream("demo.yaml")!;
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
