using Portal.Access;
using Portal.Domain.Slos.Templates;
using Portal.Slos.Editing;
using Portal.Slos.Pages;
using Portal.Slos.Preview;
using Portal.Tests.Alerting;
using Portal.Tests.Telemetry;

namespace Portal.Tests.Slos;

/// <summary>Templates and offers of the editor over a real Prometheus with what two services write.</summary>
public sealed class TemplateStartTests(PortalApp app)
{
    private const string Samples = """
        http_requests_total{job="checkout",code="200"} 1
        http_requests_total{job="checkout",code="503"} 1
        http_requests_total{job="other",code="200"} 1
        http_server_request_duration_seconds_bucket{job="shop/search",http_response_status_code="200",le="0.25"} 1
        http_server_request_duration_seconds_bucket{job="shop/search",http_response_status_code="200",le="0.5"} 1
        http_server_request_duration_seconds_bucket{job="shop/search",http_response_status_code="200",le="+Inf"} 1
        http_server_request_duration_seconds_count{job="shop/search",http_response_status_code="200"} 1
        http_server_request_duration_seconds_sum{job="shop/search",http_response_status_code="200"} 1
        queue_depth{job="checkout"} 1
        """;

    private readonly RuleWorld world = new(app);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("red-errors", "checkout", "http_requests_total{job=\"checkout\",code=~\"5..\"}")]
    [InlineData(
        "golden-errors",
        "search",
        "http_server_request_duration_seconds_count{job=\"shop/search\",http_response_status_code=~\"5..\"}"
    )]
    [InlineData("red-duration", "search", "http_server_request_duration_seconds{job=\"shop/search\"}")]
    [InlineData("red-rate", "checkout", "sum(rate(http_requests_total{job=\"checkout\"}[{{.window}}]))")]
    public async Task A_template_fills_in_an_SLO_that_can_be_saved(string template, string service, string query)
    {
        await using var prometheus = await SettleAsync();

        var start = await StartAsync(template, service);
        var form = new SloForm { Service = $"{world.Name}-service", Sli = { Backend = $"{world.Name}-prom" } };
        TemplateForm.Take(form, start, null);

        Assert.Equal(query, form.Sli.Kind is SliKind.Latency ? form.Sli.Histogram : form.Sli.Part);
        Assert.Empty(start.Draft!.Gaps);
        Assert.Equal($"{service}-{start.Template.Title.ToLowerInvariant()}", form.Name);
        var slo = SloDraft.Slo(form.ToDocument());
        Assert.Equal((start.Template.ObjectivePercent / 100, 4), (slo!.Objective.Value, slo.Alerts.Count));
    }

    [Fact]
    public async Task Latency_begins_at_a_bucket_that_there_is()
    {
        await using var prometheus = await SettleAsync();

        var start = await StartAsync("golden-latency", "search");

        Assert.Equal(0.5m, Assert.IsType<DraftQuery.Fast>(start.Draft!.Query).Bound);
    }

    [Fact]
    public async Task A_service_that_no_label_names_is_said()
    {
        await using var prometheus = await SettleAsync();

        var start = await StartAsync("red-errors", "unheard-of");

        Assert.Equal([TemplateGap.Service], start.Draft!.Gaps);
        Assert.Contains("every series counts", TemplateWords.Of(TemplateGap.Service, start), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_the_fields_ask_for_it()
    {
        await using var prometheus = await SettleAsync();

        var start = await StartAsync("use-utilisation", "checkout");

        Assert.Null(start.Draft);
        Assert.Equal($"No metric of processor time was found in {world.Name}-prom.", TemplateWords.NotFound(start));
    }

    [Fact]
    public async Task A_dead_backend_is_no_missing_metric()
    {
        await world.SettleAsync(new("http://127.0.0.1:9"));

        var start = await StartAsync("red-errors", "checkout");

        Assert.Null(start.Draft);
        Assert.Equal($"{world.Name}-prom tells no metrics now.", TemplateWords.NotFound(start));
    }

    [Fact]
    public async Task Words_of_people_are_kept_when_a_template_is_chosen_and_its_own_are_replaced()
    {
        await using var prometheus = await SettleAsync();
        var form = new SloForm { Description = "Mine", Sli = { Backend = $"{world.Name}-prom" } };

        var first = await StartAsync("red-errors", "checkout");
        TemplateForm.Take(form, first, null);
        TemplateForm.Take(form, await StartAsync("red-rate", "checkout"), first);

        Assert.Equal(("checkout-rate", "Mine"), (form.Name, form.Description));
    }

    [Theory]
    [InlineData(SliKind.Events, "http_requests_total http_server_request_duration_seconds_count")]
    [InlineData(SliKind.Latency, "http_server_request_duration_seconds")]
    [InlineData(SliKind.Gauge, "queue_depth")]
    [InlineData(SliKind.Value, "queue_depth")]
    public async Task Each_kind_is_offered_the_metrics_that_suit_it(SliKind kind, string metrics)
    {
        await using var prometheus = await SettleAsync();

        var offer = await OfferAsync(new() { Kind = kind });

        Assert.Equal(metrics, string.Join(' ', offer.Metrics));
        Assert.Null(offer.Series);
    }

    [Fact]
    public async Task A_counter_offers_its_labels_its_failures_and_how_many_series_it_has()
    {
        await using var prometheus = await SettleAsync();

        var all = await OfferAsync(new() { Total = "http_requests_total" });
        var one = await OfferAsync(new() { Total = "http_requests_total{job=\"checkout\"}" });

        Assert.Equal("code=\"200\" code=\"503\" job=\"checkout\" job=\"other\"", string.Join(' ', all.Matchers));
        Assert.Equal("code=~\"5..\" code=\"503\"", string.Join(' ', all.Failures));
        Assert.Equal((3, 2), (all.Series, one.Series));
    }

    [Fact]
    public async Task A_backend_that_is_gone_offers_nothing()
    {
        var offer = await SliOffer.AskAsync(
            app.Get<SliSuggestions>(),
            Actor.Portal,
            new() { Total = "http_requests_total" },
            "gone-for-good",
            Cancellation
        );

        Assert.Equal((0, 0, null), (offer.Metrics.Count, offer.Matchers.Count, offer.Series));
    }

    private async Task<PrometheusServer> SettleAsync()
    {
        var at = app.Get<NodaTime.IClock>().GetCurrentInstant().ToUnixTimeSeconds() - 30;
        var prometheus = await PrometheusServer.StartAsync(
            string.Join('\n', Samples.Split('\n').Select(sample => $"{sample.Trim()} {at}"))
        );
        await world.SettleAsync(prometheus.Uri);
        return prometheus;
    }

    private Task<TemplateStart> StartAsync(string template, string service) =>
        app.Get<StartFromTemplate>()
            .AskAsync(Actor.Portal, SloTemplate.Find(template)!, $"{world.Name}-prom", service, null, Cancellation);

    private Task<SliOffer> OfferAsync(SliForm sli) =>
        SliOffer.AskAsync(app.Get<SliSuggestions>(), Actor.Portal, sli, $"{world.Name}-prom", Cancellation);
}
