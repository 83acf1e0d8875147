using Microsoft.AspNetCore.Http;
using NodaTime;
using Portal.Telemetry.Prometheus;

namespace Portal.Tests.Telemetry.Prometheus;

public sealed class BackendCredentialsTests
{
    [Theory]
    [InlineData("none", "Authorization", null)]
    [InlineData("basic", "Authorization", "Basic YW5hOnMzY3JldA==")]
    [InlineData("bearer", "Authorization", "Bearer s3cret")]
    [InlineData("header", "X-Scope-OrgID", "s3cret")]
    public async Task A_backend_gets_what_it_asks_for_and_no_log_does(string kind, string header, string? expected)
    {
        string? got = null;
        await using var backend = await FakeBackend.StartAsync(context =>
        {
            got = context.Request.Headers[header];
            return context.Response.WriteAsync("{}");
        });

        var connection = backend.Connection with { Credentials = Of(kind) };
        await FakeBackend
            .Of(connection)
            .QueryAsync("up", Instant.FromUnixTimeSeconds(0), TestContext.Current.CancellationToken);

        Assert.Equal(expected, got);
        Assert.DoesNotContain("s3cret", connection.ToString(), StringComparison.Ordinal);
    }

    private static BackendCredentials Of(string kind) =>
        kind switch
        {
            "basic" => new BackendCredentials.Basic("ana", "s3cret"),
            "bearer" => new BackendCredentials.Bearer("s3cret"),
            "header" => new BackendCredentials.Header("X-Scope-OrgID", "s3cret"),
            _ => new BackendCredentials.None(),
        };
}
