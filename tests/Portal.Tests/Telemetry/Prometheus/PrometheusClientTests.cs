using System.Globalization;
using System.Text;
using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;
using Portal.Telemetry.Prometheus;

namespace Portal.Tests.Telemetry.Prometheus;

/// <summary>Against a real Prometheus with ten minutes of known samples.</summary>
public sealed class PrometheusClientTests(PrometheusClientTests.Loaded prometheus)
    : IClassFixture<PrometheusClientTests.Loaded>
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 5, 9, 0);
    private static readonly Interval Range = new(Start, Start + Duration.FromMinutes(10));

    private PrometheusClient Client => FakeBackend.Of(new("prom", "prometheus", prometheus.Server.Uri));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_instant_query_gives_the_value_of_each_series_at_that_moment()
    {
        var outcome = await Client.QueryAsync("errors", Start + Duration.FromSeconds(90), Token);

        var samples = Assert.IsType<QueryOutcome<Sample>.Series>(outcome).Items;
        Assert.Equal(2, samples.Count);
        Assert.Contains(new Sample(LabelSet.Of(("__name__", "errors"), ("route", "/pay")), 1), samples);
        Assert.Contains(new Sample(LabelSet.Of(("__name__", "errors"), ("route", "/cart \"x\"")), 10), samples);
    }

    [Fact]
    public async Task A_scalar_is_a_sample_without_labels() =>
        Assert.Equal(
            [new Sample(LabelSet.Empty, 2.5)],
            Assert.IsType<QueryOutcome<Sample>.Series>(await Client.QueryAsync("2.5", Start, Token)).Items
        );

    [Fact]
    public async Task Nothing_that_matches_is_empty() =>
        Assert.IsType<QueryOutcome<Sample>.Empty>(await Client.QueryAsync("absent_metric", Start, Token));

    [Theory]
    [InlineData("0/0", double.NaN)]
    [InlineData("1/0", double.PositiveInfinity)]
    [InlineData("-1/0", double.NegativeInfinity)]
    [InlineData("1e300", 1e300)]
    public async Task Odd_numbers_come_through(string query, double expected) =>
        Assert.Equal(
            expected,
            Assert.IsType<QueryOutcome<Sample>.Series>(await Client.QueryAsync(query, Start, Token)).Items[0].Value
        );

    [Fact]
    public async Task A_range_query_gives_columns()
    {
        var outcome = await Client.QueryRangeAsync("errors{route=\"/pay\"}", Range, Duration.FromMinutes(2), Token);

        var series = Assert.Single(Assert.IsType<QueryOutcome<SeriesPoints>.Series>(outcome).Items);
        Assert.Equal("/pay", series.Labels["route"]);
        Assert.Equal([0, 2, 4, 6, 8, 10], series.Values);
        Assert.Equal(Enumerable.Range(0, 6).Select(n => Start + Duration.FromMinutes(2 * n)), series.Times);
    }

    [Theory]
    [InlineData("sum(", "parse error")]
    [InlineData("errors + on() errors", "many-to-many")]
    [InlineData("errors[5m]", "ranges")]
    [InlineData("\"text\"", "text, not numbers")]
    public async Task A_wrong_query_is_refused_in_the_words_of_prometheus(string query, string words)
    {
        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await Client.QueryAsync(query, Start, Token));

        Assert.Equal(QueryFailure.Refused, failed.Kind);
        Assert.Contains(words, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_points_than_prometheus_gives_is_refused_in_its_words()
    {
        var outcome = await Client.QueryRangeAsync(
            "errors",
            new(Start - Duration.FromDays(365), Start),
            Duration.FromSeconds(1),
            Token
        );

        Assert.Contains(
            "exceeded maximum resolution",
            Assert.IsType<QueryOutcome<SeriesPoints>.Failed>(outcome).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Names_for_completion_are_listed()
    {
        Assert.Equal("__name__, route", Names(await Client.LabelNamesAsync(Range, selector: null, Token)));
        Assert.Equal(
            "/cart \"x\", /pay",
            Names(await Client.LabelValuesAsync("route", Range, "errors{route!=\"\"}", Token))
        );
        Assert.Equal("errors", Names(await Client.MetricNamesAsync(Range, Token)));
        Assert.IsType<QueryOutcome<string>.Empty>(
            await Client.LabelValuesAsync("absent", Range, selector: null, Token)
        );
    }

    [Fact]
    public async Task A_probe_tells_the_version()
    {
        var probe = await Client.ProbeAsync(Start, Token);

        Assert.Null(probe.Failure);
        Assert.Matches(@"^\d+\.\d+", probe.Version);
    }

    [Fact]
    public async Task A_path_below_which_it_lies_is_kept()
    {
        var below = FakeBackend.Of(new("prom", "prometheus", new(prometheus.Server.Uri, "nowhere/")));

        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await below.QueryAsync("1", Start, Token));

        Assert.Equal(
            (QueryFailure.Refused, "prom has no Prometheus API at this address (404)."),
            (failed.Kind, failed.Message)
        );
    }

    [Fact]
    public async Task A_server_that_was_killed_is_unreachable_and_back_after_its_restart()
    {
        await using var server = await PrometheusServer.StartAsync();
        var client = FakeBackend.Of(new("prom", "prometheus", server.Uri));

        Assert.Null((await client.QueryAsync("1", Start, Token)).Failure);
        server.Kill();
        var failed = Assert.IsType<QueryOutcome<Sample>.Failed>(await client.QueryAsync("1", Start, Token));
        await server.RestartAsync();

        Assert.Equal(
            (QueryFailure.Unreachable, "prom cannot be reached: connection refused."),
            (failed.Kind, failed.Message)
        );
        Assert.Null((await client.QueryAsync("1", Start, Token)).Failure);
    }

    private static string Names(QueryOutcome<string> outcome) =>
        string.Join(", ", Assert.IsType<QueryOutcome<string>.Series>(outcome).Items);

    /// <summary>One Prometheus for all tests of the class: errors of /pay rise by 1 a minute, of /cart by 10.</summary>
    public sealed class Loaded : IAsyncLifetime
    {
        public PrometheusServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var samples = new StringBuilder("# TYPE errors gauge\n");
            foreach (var (route, slope) in new[] { ("/pay", 1), ("/cart \\\"x\\\"", 10) })
            {
                for (var minute = 0; minute <= 10; minute++)
                {
                    var at = (Start + Duration.FromMinutes(minute)).ToUnixTimeSeconds();
                    samples.Append(
                        CultureInfo.InvariantCulture,
                        $"errors{{route=\"{route}\"}} {minute * slope} {at}\n"
                    );
                }
            }

            Server = await PrometheusServer.StartAsync(samples.ToString());
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
