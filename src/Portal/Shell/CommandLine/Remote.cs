using System.CommandLine;
using System.Net.Http.Headers;

namespace Portal.Shell.CommandLine;

/// <summary>Commands that talk to a running portal.</summary>
internal static class Remote
{
    public static Option<string> Url() =>
        new("--url") { Description = "The portal's address; default $PORTAL_URL, else http://localhost:8080." };

    public static Option<string> Token() => new("--token") { Description = "An API token; default $PORTAL_TOKEN." };

    public static Uri Root(string? url) =>
        new(
            (url ?? Environment.GetEnvironmentVariable("PORTAL_URL") ?? "http://localhost:8080").TrimEnd('/') + "/",
            UriKind.Absolute
        );

    public static HttpClient Client(string? url, string? token)
    {
        var http = new HttpClient { BaseAddress = Root(url) };
        if ((token ?? Environment.GetEnvironmentVariable("PORTAL_TOKEN")) is { Length: > 0 } text)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);
        }

        return http;
    }
}
