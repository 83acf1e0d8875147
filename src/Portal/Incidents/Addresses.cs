namespace Portal.Incidents;

/// <summary>Where people find the portal: in messages, an address of its own is needed.</summary>
internal sealed class Addresses(IConfiguration configuration)
{
    /// <summary><c>Portal:PublicUrl</c>; without it the first address that the portal listens on.</summary>
    private readonly string root = (
        configuration["Portal:PublicUrl"] is { Length: > 0 } chosen ? chosen : FirstListened(configuration)
    ).TrimEnd('/');

    /// <param name="path">Of a page, with its first slash.</param>
    public string Of(string path) => root + path;

    public string Incident(long number) => $"{root}/incidents/{number}";

    public string Acknowledge(string token) => $"{root}/a/{token}";

    private static string FirstListened(IConfiguration configuration) =>
        (configuration["URLS"] ?? configuration["ASPNETCORE_URLS"] ?? "http://localhost:8080")
            .Split(';')[0]
            .Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://[::]", "://localhost", StringComparison.Ordinal);
}
