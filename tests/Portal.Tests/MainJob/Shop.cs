using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.Tests.MainJob;

/// <summary>A shop whose payments can be broken, and the telephones of the people who are paged for it.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private const double OrdersPerSecond = 100;

    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedPage> received = new();
    private readonly long opened = Stopwatch.GetTimestamp();
    private readonly Lock gate = new();
    private double failed;
    private long? brokenSince;
    private volatile bool phonesAreOff;

    private Shop()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/metrics", Metrics);
        app.MapPost("/phone/{user}", ReceiveAsync);
    }

    public Uri Uri => new(app.Urls.First());

    /// <summary>What was accepted, oldest first.</summary>
    public IReadOnlyList<ReceivedPage> Received => [.. received];

    public static async Task<Shop> OpenAsync()
    {
        var shop = new Shop();
        await shop.app.StartAsync();
        return shop;
    }

    /// <summary>From now on every second payment fails.</summary>
    public void Break()
    {
        lock (gate)
        {
            brokenSince = Stopwatch.GetTimestamp();
        }
    }

    public void Mend()
    {
        lock (gate)
        {
            failed += FailedSince(brokenSince);
            brokenSince = null;
        }
    }

    /// <summary>Every delivery is answered with 503 until they are switched on.</summary>
    public void SwitchPhones(bool on) => phonesAreOff = !on;

    public string PhoneOf(string user) => new Uri(Uri, $"phone/{user}").ToString();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Metrics()
    {
        lock (gate)
        {
            var errors = failed + FailedSince(brokenSince);
            var orders = Stopwatch.GetElapsedTime(opened).TotalSeconds * OrdersPerSecond - errors;
            return Results.Text(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"http_requests_total{{route=\"/pay\",code=\"200\"}} {orders:F0}\nhttp_requests_total{{route=\"/pay\",code=\"500\"}} {errors:F0}\n"
                )
            );
        }
    }

    private static double FailedSince(long? start) =>
        start is { } since ? Stopwatch.GetElapsedTime(since).TotalSeconds * OrdersPerSecond / 2 : 0;

    private async Task<IResult> ReceiveAsync(string user, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        if (phonesAreOff)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        received.Enqueue(new(user, request.Headers["Idempotency-Key"].ToString(), body, Stopwatch.GetTimestamp()));
        return Results.Ok();
    }
}

/// <param name="At">A timestamp of <see cref="Stopwatch"/>.</param>
internal sealed record ReceivedPage(string User, string Key, string Body, long At)
{
    public bool IsPage => Body.Contains("\"event\":\"page\"", StringComparison.Ordinal);
}
