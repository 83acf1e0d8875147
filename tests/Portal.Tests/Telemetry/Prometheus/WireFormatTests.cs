using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Tests.Telemetry.Prometheus;

/// <summary>What backends of this family answer on good and bad days, over a real connection.</summary>
public sealed class WireFormatTests
{
    private const string OneSample =
        """{"resultType":"vector","result":[{"metric":{"job":"a"},"value":[1767603600.123,"1"]}]}""";

    private static readonly Instant Now = Instant.FromUtc(2026, 1, 5, 9, 0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        """{"status":"success","isPartial":true,"data":DATA}""",
        "A storage node of prom did not answer (isPartial)."
    )]
    [InlineData(
        """{"status":"success","data":DATA,"warnings":["store-2: context deadline exceeded"]}""",
        "store-2: context deadline exceeded"
    )]
    public async Task A_warning_of_a_store_makes_it_partial(string body, string warning)
    {
        await using var backend = await FakeBackend.AnsweringAsync(body.Replace("DATA", OneSample));

        var partial = Assert.IsType<QueryOutcome<Sample>.Partial>(await backend.Client().QueryAsync("up", Now, Token));

        Assert.Equal([new Sample(LabelSet.Of(("job", "a")), 1)], partial.Items);
        Assert.Equal([warning], partial.Warnings);
    }

    [Theory]
    [InlineData("""{"status":"success","data":DATA,"warnings":["PromQL warning: metric might not be a counter"]}""")]
    [InlineData("""{"status":"success","data":DATA,"infos":["PromQL info: x"],"warnings":[]}""")]
    [InlineData("""{"data":DATA,"stats":{},"isPartial":false,"status":"success"}""")]
    public async Task A_remark_about_the_query_or_another_order_leaves_it_whole(string body)
    {
        await using var backend = await FakeBackend.AnsweringAsync(body.Replace("DATA", OneSample));

        Assert.IsType<QueryOutcome<Sample>.Series>(await backend.Client().QueryAsync("up", Now, Token));
    }

    [Theory]
    [InlineData(
        400,
        """{"status":"error","errorType":"bad_data","error":"1:5: parse error"}""",
        QueryFailure.Refused,
        "prom refuses the query (400): 1:5: parse error"
    )]
    [InlineData(
        422,
        """{"status":"error","errorType":"422","error":"too many series"}""",
        QueryFailure.Refused,
        "prom refuses the query (422): too many series"
    )]
    [InlineData(401, "secret page", QueryFailure.Unauthorized, "prom does not accept the credentials (401).")]
    [InlineData(403, "", QueryFailure.Unauthorized, "prom does not accept the credentials (403).")]
    [InlineData(
        503,
        """{"status":"error","errorType":"timeout","error":"query timed out"}""",
        QueryFailure.Timeout,
        "prom ran out of time (503): query timed out"
    )]
    [InlineData(503, "", QueryFailure.Overloaded, "prom has too much to do (503).")]
    [InlineData(429, "", QueryFailure.Overloaded, "prom has too much to do (429).")]
    [InlineData(504, "", QueryFailure.Timeout, "prom ran out of time (504).")]
    [InlineData(500, "<html>stack trace</html>", QueryFailure.Unreachable, "prom is broken (500).")]
    [InlineData(302, "", QueryFailure.Refused, "prom redirects, which is not followed: enter the final address (302).")]
    public async Task A_status_code_says_what_went_wrong(int status, string body, QueryFailure kind, string message)
    {
        await using var backend = await FakeBackend.AnsweringAsync(body, status);

        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await backend.Client().QueryAsync("up", Now, Token));

        Assert.Equal((kind, message), (failed.Kind, failed.Message));
    }

    [Theory]
    [InlineData("17")]
    [InlineData("Mon, 05 Jan 2009 09:00:17 GMT")]
    public async Task The_time_to_wait_is_kept(string header)
    {
        await using var backend = await FakeBackend.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = header;
            return Task.CompletedTask;
        });

        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await backend.Client().QueryAsync("up", Now, Token));

        Assert.Equal(header == "17" ? Duration.FromSeconds(17) : Duration.Zero, failed.RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>sign in</html>")]
    [InlineData("[]")]
    [InlineData("""{"status":"error","error":"x"}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"1e400"]}]}}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"ten"]}]}}""")]
    [InlineData(
        """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"1","a":"2"},"value":[1,"1"]}]}}"""
    )]
    [InlineData("""{"status":"success","data":{"resultType":"surprise","result":[]}}""")]
    public async Task What_prometheus_would_not_say_is_malformed(string body)
    {
        await using var backend = await FakeBackend.AnsweringAsync(body);

        Assert.Equal(QueryFailure.Malformed, (await backend.Client().QueryAsync("up", Now, Token)).Failure);
    }

    [Theory]
    [InlineData("""[[1,"1"],[1,"2"]]""")]
    [InlineData("""[[2,"1"],[1,"2"]]""")]
    [InlineData("""[[1e30,"1"]]""")]
    public async Task Times_that_do_not_ascend_or_fit_are_malformed(string values)
    {
        await using var backend = await FakeBackend.AnsweringAsync(
            $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":{{{values}}}}]}}"""
        );

        var outcome = await backend.Client().QueryRangeAsync("up", new(Now, Now), Duration.FromSeconds(1), Token);

        Assert.Equal(QueryFailure.Malformed, outcome.Failure);
    }

    [Fact]
    public async Task A_native_histogram_is_refused_with_what_to_do()
    {
        await using var backend = await FakeBackend.AnsweringAsync(
            """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{"count":"3"}]}]}}"""
        );

        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await backend.Client().QueryAsync("up", Now, Token));

        Assert.Equal(QueryFailure.Refused, failed.Kind);
        Assert.Contains("histogram_quantile()", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_series_than_allowed_are_too_large()
    {
        await using var backend = await FakeBackend.AnsweringAsync($$"""{"status":"success","data":{{OneSample}}}""");

        var client = backend.Client(connection => connection with { MaxSeries = 0 });

        Assert.Equal(QueryFailure.TooLarge, (await client.QueryAsync("up", Now, Token)).Failure);
    }
}
