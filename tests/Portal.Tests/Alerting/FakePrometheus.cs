using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Alerting;

/// <summary>A backend whose next answer a test decides, and which remembers what it was asked: for what a real one cannot be made to do.</summary>
internal sealed class FakePrometheus : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Query, string Time)> asked = new();
    private int count;

    private FakePrometheus(WebApplication app) => this.app = app;

    public Uri Uri => new(app.Urls.Single());

    /// <summary>Instant queries, in the order in which they came.</summary>
    public IReadOnlyList<(string Query, string Time)> Asked => [.. asked];

    /// <summary>The value of the one series; null gives none. The number of the query, from 1, is passed.</summary>
    public Func<int, Task<double?>> Answer { get; set; } = _ => Task.FromResult<double?>(0);

    /// <summary>Labels of the series, as JSON fields.</summary>
    public string Labels { get; set; } = "\"route\": \"/pay\"";

    public bool IsBroken { get; set; }

    public static async Task<FakePrometheus> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new FakePrometheus(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        asked.Enqueue((form["query"].ToString(), form["time"].ToString()));
        var value = await Answer(Interlocked.Increment(ref count));
        context.Response.StatusCode = IsBroken ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        var series = value is { } number ? $$"""{ "metric": { {{Labels}} }, "value": [1, "{{number:R}}"] }""" : "";
        await context.Response.WriteAsync(
            $$"""{ "status": "success", "data": { "resultType": "vector", "result": [{{series}}] } }"""
        );
    }
}
