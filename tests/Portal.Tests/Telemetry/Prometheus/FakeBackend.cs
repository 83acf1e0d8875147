using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Access;
using Portal.Telemetry.Prometheus;

namespace Portal.Tests.Telemetry.Prometheus;

/// <summary>A real HTTP server that answers as a test says: what a real Prometheus cannot be made to do on demand.</summary>
internal sealed class FakeBackend : IAsyncDisposable
{
    private static readonly HttpClient Http = BackendHttp.Create(new AddressPolicy(AllowLoopback: true));

    private readonly WebApplication app;
    private int asked;

    private FakeBackend(WebApplication app) => this.app = app;

    /// <summary>Requests that came through.</summary>
    public int Asked => asked;

    public Uri Uri => new(app.Urls.Single());

    public static async Task<FakeBackend> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new FakeBackend(builder.Build());
        server.app.Run(context =>
        {
            Interlocked.Increment(ref server.asked);
            return answer(context);
        });
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A server that gives every request the same answer.</summary>
    public static Task<FakeBackend> AnsweringAsync(string body, int status = 200) =>
        StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(body);
        });

    public BackendConnection Connection => new("prom", "prometheus", Uri);

    public PrometheusClient Client(Func<BackendConnection, BackendConnection>? with = null) =>
        Of(with?.Invoke(Connection) ?? Connection);

    /// <summary>A client with a gate of its own.</summary>
    public static PrometheusClient Of(BackendConnection connection, HttpClient? http = null) =>
        new(
            http ?? Http,
            connection,
            new(connection, TimeProvider.System, NullLogger<BackendGate>.Instance),
            TimeProvider.System
        );

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
