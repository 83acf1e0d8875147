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
        // History comes last and at once: where it is, all before it is done; where a stop came before it, the rest is done now.
        if (await history.IsWrittenAsync(cancellationToken))
        {
            return;
        }

        if (definitions.Find<Person>(People[0]) is null && !await ApplyAsync(cancellationToken))
        {
            return;
        }

        foreach (var person in People)
        {
            await accounts.SetPasswordAsync(Actor.Portal, person, Password, cancellationToken);
        }

        await history.WriteAsync(cancellationToken);
        await Console.Out.WriteLineAsync(
            $"""

            Demo
              sign in as {string.Join(", ", People)}, password "{Password}"
              (mia is a manager; the start page says who is on call)
              break the checkout and watch the loop: {OwnUrl()}/demo

            """
        );
    }

    private async Task<bool> ApplyAsync(CancellationToken cancellationToken)
    {
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

        return results.Applied;
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
