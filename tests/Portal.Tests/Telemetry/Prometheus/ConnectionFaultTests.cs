using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Tests.Telemetry.Prometheus;

/// <summary>Backends that hang, break off, flood, or are not there.</summary>
public sealed class ConnectionFaultTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 1, 5, 9, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("220 mail.example ESMTP\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"status\":\"success\",")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sta")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 6\r\n\r\nnot gz")]
    public async Task What_is_cut_off_or_is_not_http_is_malformed(string sent)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeOnceAsync(listener, sent);

        var client = FakeBackend.Of(new("prom", "prometheus", new($"http://{listener.LocalEndpoint}")));
        var failure = (await client.QueryAsync("up", Now, Token)).Failure;
        await serving;

        Assert.Equal(QueryFailure.Malformed, failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backend_that_begins_and_never_ends_or_never_begins_times_out(bool begins)
    {
        await using var backend = await FakeBackend.StartAsync(async context =>
        {
            if (begins)
            {
                await context.Response.WriteAsync("{");
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var client = backend.Client(connection => connection with { Timeout = Duration.FromMilliseconds(200) });
        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await client.QueryAsync("up", Now, Token));

        Assert.Equal((QueryFailure.Timeout, "prom did not answer within 0.2 s."), (failed.Kind, failed.Message));
    }

    [Fact]
    public async Task Who_cancels_gets_the_cancellation_and_not_an_outcome()
    {
        using var cancelled = new CancellationTokenSource();
        await using var backend = await FakeBackend.StartAsync(context => cancelled.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            backend.Client().QueryAsync("up", Now, cancelled.Token)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_without_end_is_too_large_packed_or_not(bool packed)
    {
        await using var backend = await FakeBackend.StartAsync(context => WriteBlanksAsync(context, packed));

        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await backend.Client().QueryAsync("up", Now, Token));

        Assert.Equal(
            (QueryFailure.TooLarge, "The answer of prom is larger than 10,240 KiB. Narrow the query."),
            (failed.Kind, failed.Message)
        );
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_unreachable()
    {
        var client = FakeBackend.Of(new("prom", "prometheus", new("http://prom.invalid:9090")));

        Assert.Equal(QueryFailure.Unreachable, (await client.QueryAsync("up", Now, Token)).Failure);
    }

    /// <summary>Hears the question out, says its piece, and hangs up.</summary>
    private static async Task ServeOnceAsync(TcpListener listener, string text)
    {
        using var connection = await listener.AcceptTcpClientAsync(Token);
        await using var stream = connection.GetStream();
        using var reader = new StreamReader(stream);
        var heard = "";
        while (!heard.Contains("timeout=", StringComparison.Ordinal))
        {
            var buffer = new char[4096];
            heard += new string(buffer, 0, await reader.ReadAsync(buffer, Token));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), Token);
    }

    private static async Task WriteBlanksAsync(HttpContext context, bool packed)
    {
        var blanks = new byte[1024 * 1024];
        Array.Fill(blanks, (byte)' ');
        context.Response.Headers.ContentEncoding = packed ? "gzip" : "identity";
        await using var body = packed
            ? new GZipStream(context.Response.Body, CompressionLevel.Fastest)
            : context.Response.Body;
        try
        {
            for (var megabyte = 0; megabyte < 300; megabyte++)
            {
                await body.WriteAsync(blanks, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The portal hung up, as it should.
        }
    }
}
