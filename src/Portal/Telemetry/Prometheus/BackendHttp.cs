using System.Net;
using Portal.Access;

namespace Portal.Telemetry.Prometheus;

/// <summary>The HTTP client for backends. One serves all of them: it pools by host, and carries nobody's credentials.</summary>
internal static class BackendHttp
{
    /// <remarks>The client's own timeout does not cover a body that is read as a stream, so callers bring a token.</remarks>
    public static HttpClient Create(AddressPolicy policy)
    {
        var handler = policy.CreateHandler();
        handler.AutomaticDecompression = DecompressionMethods.All;
        handler.MaxConnectionsPerServer = 64;
        handler.MaxResponseHeadersLength = 32;
        return new HttpClient(handler)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { { "User-Agent", "Portal" }, { "Accept", "application/json" } },
        };
    }
}
