using Portal.Domain.Slos.Templates;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Slos.Templates;

public sealed class TemplateDraftTests
{
    [Theory]
    [InlineData(
        "http_requests_total",
        "job=checkout code=200,500",
        "job=\"checkout\",code=~\"5..\"",
        "job=\"checkout\""
    )]
    [InlineData(
        "grpc_server_handled_total",
        "job=a/checkout grpc_code=0,14",
        "job=\"a/checkout\",grpc_code=~\"2|4|8|12|13|14|15\"",
        "job=\"a/checkout\""
    )]
    [InlineData(
        "istio_requests_total",
        "destination_service_name=checkout.shop.svc response_code=200",
        "destination_service_name=\"checkout.shop.svc\",response_code=~\"5..\"",
        "destination_service_name=\"checkout.shop.svc\""
    )]
    [InlineData(
        "traefik_service_requests_total",
        "service=checkout@docker code=200",
        "service=\"checkout@docker\",code=~\"5..\"",
        "service=\"checkout@docker\""
    )]
    public void Errors_are_the_failures_of_the_service(string metric, string labels, string bad, string all)
    {
        var draft = Draw(TemplateQuestion.Errors, metric, MetricType.Counter, labels);

        Assert.Equal(new DraftQuery.Share($"{metric}{{{bad}}}", $"{metric}{{{all}}}"), draft.Query);
        Assert.Empty(draft.Gaps);
    }

    [Fact]
    public void A_histogram_counts_failures_by_its_count()
    {
        var draft = Draw(
            TemplateQuestion.Errors,
            "http_server_request_duration_seconds",
            MetricType.Histogram,
            "service_name=checkout http_response_status_code=200"
        );

        var share = Assert.IsType<DraftQuery.Share>(draft.Query);
        Assert.Equal("http_server_request_duration_seconds_count{service_name=\"checkout\"}", share.Total);
    }

    [Fact]
    public void What_is_missing_is_said_and_nothing_is_guessed()
    {
        var draft = Draw(TemplateQuestion.Errors, "http_requests_total", MetricType.Counter, "job=checkout-api,other");

        Assert.Equal([TemplateGap.Failure, TemplateGap.Service], draft.Gaps);
        Assert.Equal(new DraftQuery.Share("", "http_requests_total"), draft.Query);
        Assert.Null(draft.Service);
    }

    [Theory]
    [InlineData("0.1 0.25 0.5 1", 0.5)]
    [InlineData("0.3", 0.3)]
    [InlineData("0.05 0.1", 0.1)]
    [InlineData("", 0.3)]
    public void Latency_begins_at_the_nearest_bucket(string bounds, double bound)
    {
        var draft = Draw(
            TemplateQuestion.Duration,
            "http_request_duration_seconds",
            MetricType.Histogram,
            "job=checkout",
            bounds
        );

        Assert.Equal(
            new DraftQuery.Fast("http_request_duration_seconds{job=\"checkout\"}", (decimal)bound, Native: false),
            draft.Query
        );
    }

    [Fact]
    public void A_machine_is_asked_without_the_service_and_that_is_no_gap()
    {
        var draft = Draw(
            TemplateQuestion.Utilisation,
            "node_cpu_seconds_total",
            MetricType.Counter,
            "job=checkout mode=idle"
        );

        Assert.Equal(
            "max(1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[{{.window}}])))",
            ((DraftQuery.Level)draft.Query).Query
        );
        Assert.Empty(draft.Gaps);
    }

    [Fact]
    public void A_query_has_the_matcher_of_the_service_at_every_metric()
    {
        var draft = Draw(
            TemplateQuestion.Fullness,
            "process_open_fds",
            MetricType.Gauge,
            "job=checkout",
            more: "process_max_fds"
        );

        Assert.Equal(
            "max(process_open_fds{job=\"checkout\"} / process_max_fds{job=\"checkout\"})",
            ((DraftQuery.Level)draft.Query).Query
        );
    }

    private static TemplateDraft Draw(
        TemplateQuestion question,
        string metric,
        MetricType type,
        string labels,
        string bounds = "",
        string more = ""
    )
    {
        IReadOnlyList<Metric> metrics =
        [
            new(metric, type) { HasBuckets = type is MetricType.Histogram },
            new(more, MetricType.Gauge),
        ];
        var candidate = TemplateMatch.Candidates(question, metrics)[0];
        var values = labels
            .Split(' ')
            .Select(label => label.Split('='))
            .ToDictionary(
                label => label[0],
                label => (IReadOnlyList<string>)label[1].Split(','),
                StringComparer.Ordinal
            );
        return TemplateDraft.Draw(
            new(candidate, values),
            "checkout",
            [.. bounds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(decimal.Parse)]
        );
    }
}
