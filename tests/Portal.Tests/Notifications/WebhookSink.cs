using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.Notifications;

/// <summary>Takes webhooks on a real port and answers as it was told.</summary>
internal sealed class WebhookSink : IAsyncDisposable
{
    private readonly Channel<Received> received = Channel.CreateUnbounded<Received>();
    private readonly ConcurrentDictionary<string, Queue<int>> answers = new(StringComparer.Ordinal);
    private readonly WebApplication server;

    private WebhookSink()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/{name}", TakeAsync);
    }

    public static async Task<WebhookSink> StartAsync()
    {
        var sink = new WebhookSink();
        await sink.server.StartAsync();
        return sink;
    }

    public string Url(string name) => $"{server.Urls.First()}/{name}";

    /// <summary>The statuses it answers with, in turn; then 204.</summary>
    public void Answer(string name, params int[] statuses) => answers[name] = new Queue<int>(statuses);

    public async Task<Received> NextAsync(CancellationToken cancellationToken) =>
        await received.Reader.ReadAsync(cancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task<IResult> TakeAsync(string name, HttpRequest request)
    {
        var body = (await JsonNode.ParseAsync(request.Body))!;
        received.Writer.TryWrite(new Received(name, request.Headers["Idempotency-Key"].ToString(), body));
        return TypedResults.StatusCode(
            answers.TryGetValue(name, out var queue) && queue.TryDequeue(out var status) ? status : 204
        );
    }

    internal sealed record Received(string Name, string Key, JsonNode Body);
}
