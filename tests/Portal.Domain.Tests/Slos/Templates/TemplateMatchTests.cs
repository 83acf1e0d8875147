using Portal.Domain.Slos.Templates;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Tests.Slos.Templates;

/// <summary>Which metric a template takes, by what programs of the field write.</summary>
public sealed class TemplateMatchTests
{
    private const string PrometheusClient =
        "http_requests_total http_request_duration_seconds_bucket http_request_duration_seconds_count http_request_duration_seconds_sum process_cpu_seconds_total process_open_fds process_max_fds up go_gc_duration_seconds go_gc_duration_seconds_count go_gc_duration_seconds_sum";
    private const string OpenTelemetry =
        "http_server_request_duration_seconds_bucket http_server_request_duration_seconds_count http_server_request_duration_seconds_sum http_client_request_duration_seconds_bucket http_client_request_duration_seconds_count http_client_request_duration_seconds_sum target_info";
    private const string OldOpenTelemetry =
        "http_server_duration_milliseconds_bucket http_server_duration_milliseconds_count http_server_duration_milliseconds_sum";
    private const string Grpc =
        "grpc_server_handled_total grpc_server_started_total grpc_server_handling_seconds_bucket grpc_server_handling_seconds_count grpc_server_handling_seconds_sum";
    private const string Node =
        "node_cpu_seconds_total node_load1 node_memory_MemAvailable_bytes node_memory_MemTotal_bytes node_network_receive_packets_total node_network_receive_errs_total node_disk_io_time_seconds_total";
    private const string Kube = "kube_node_status_condition kube_pod_container_status_ready kube_pod_info";
    private const string Cadvisor =
        "container_memory_working_set_bytes container_spec_memory_limit_bytes container_cpu_usage_seconds_total container_cpu_cfs_throttled_periods_total container_cpu_cfs_periods_total";
    private const string Ingress =
        "nginx_ingress_controller_requests nginx_ingress_controller_request_duration_seconds_bucket nginx_ingress_controller_request_duration_seconds_count nginx_ingress_controller_request_duration_seconds_sum";
    private const string Nginx = "nginx_http_requests_total nginx_connections_active nginx_up";
    private const string Envoy =
        "envoy_cluster_upstream_rq_total envoy_cluster_upstream_rq_xx envoy_cluster_upstream_rq envoy_cluster_upstream_rq_time_bucket envoy_cluster_upstream_rq_time_count envoy_cluster_upstream_rq_time_sum";
    private const string Istio =
        "istio_requests_total istio_request_duration_milliseconds_bucket istio_request_duration_milliseconds_count istio_request_duration_milliseconds_sum";
    private const string Micrometer =
        "http_server_requests_seconds_count http_server_requests_seconds_sum http_server_requests_seconds_max hikaricp_connections_active hikaricp_connections_max";
    private const string Queue = "orders_jobs_total orders_jobs_failed_total";

    [Theory]
    [InlineData(PrometheusClient, "red-errors", "http_requests_total http_request_duration_seconds")]
    [InlineData(PrometheusClient, "golden-errors", "http_requests_total http_request_duration_seconds")]
    [InlineData(PrometheusClient, "red-duration", "http_request_duration_seconds")]
    [InlineData(PrometheusClient, "red-rate", "http_requests_total http_request_duration_seconds")]
    [InlineData(PrometheusClient, "golden-saturation", "process_open_fds")]
    [InlineData(PrometheusClient, "use-utilisation", "process_cpu_seconds_total")]
    [InlineData(PrometheusClient, "use-errors", "")]
    [InlineData(OpenTelemetry, "red-errors", "http_server_request_duration_seconds")]
    [InlineData(OpenTelemetry, "red-duration", "http_server_request_duration_seconds")]
    [InlineData(OldOpenTelemetry, "red-duration", "http_server_duration_milliseconds")]
    [InlineData(Grpc, "red-errors", "grpc_server_handled_total grpc_server_handling_seconds")]
    [InlineData(Grpc, "golden-latency", "grpc_server_handling_seconds")]
    [InlineData(Node, "use-utilisation", "node_cpu_seconds_total")]
    [InlineData(Node, "use-saturation", "node_load1")]
    [InlineData(Node, "golden-saturation", "node_memory_MemAvailable_bytes")]
    [InlineData(Node, "use-errors", "node_network_receive_packets_total")]
    [InlineData(Node, "red-errors", "")]
    [InlineData(Kube, "use-errors", "kube_node_status_condition kube_pod_container_status_ready")]
    [InlineData(Cadvisor, "golden-saturation", "container_memory_working_set_bytes")]
    [InlineData(Cadvisor, "use-saturation", "container_cpu_cfs_throttled_periods_total")]
    [InlineData(Cadvisor, "use-utilisation", "")] // without the quota there is nothing to compare it with
    [InlineData(
        Ingress,
        "red-errors",
        "nginx_ingress_controller_requests nginx_ingress_controller_request_duration_seconds"
    )]
    [InlineData(Nginx, "red-rate", "nginx_http_requests_total")]
    [InlineData(Nginx, "red-errors", "nginx_http_requests_total")] // only alike: it has no label that tells failures
    [InlineData(
        Envoy,
        "red-errors",
        "envoy_cluster_upstream_rq_xx envoy_cluster_upstream_rq envoy_cluster_upstream_rq_time"
    )]
    [InlineData(Envoy, "golden-latency", "envoy_cluster_upstream_rq_time")]
    [InlineData(Istio, "golden-errors", "istio_requests_total istio_request_duration_milliseconds")]
    [InlineData(Istio, "golden-latency", "istio_request_duration_milliseconds")]
    [InlineData(Micrometer, "red-errors", "http_server_requests_seconds")]
    [InlineData(Micrometer, "red-duration", "")] // a summary has no buckets to count
    [InlineData(Micrometer, "golden-saturation", "hikaricp_connections_active")]
    [InlineData(Queue, "red-errors", "orders_jobs_total")]
    [InlineData("", "red-errors", "")]
    public void The_names_of_a_backend_give_the_candidates(string names, string template, string candidates) =>
        Assert.Equal(candidates, string.Join(' ', Candidates(names, template).Select(one => one.Metric.Name)));

    [Fact]
    public void Everything_at_once_is_bounded_and_the_surest_stands_first()
    {
        var all = string.Join(' ', PrometheusClient, OpenTelemetry, Grpc, Ingress, Envoy, Istio, Micrometer, Queue);

        var found = Candidates(all, "red-errors");

        Assert.Equal(6, found.Count);
        Assert.Equal("http_requests_total", found[0].Metric.Name);
    }

    [Fact]
    public void Of_two_the_one_that_names_the_service_is_taken()
    {
        var http = Seen(Candidates(PrometheusClient, "red-errors")[0], ("job", "other"), ("code", "200 500"));
        var otel = Seen(
            Candidates(OpenTelemetry, "red-errors")[0],
            ("job", "shop/checkout"),
            ("http_response_status_code", "200")
        );

        Assert.Same(otel, TemplateMatch.Best([http, otel], "checkout"));
        Assert.Same(http, TemplateMatch.Best([http, otel], "unheard-of"));
    }

    [Fact]
    public void Without_a_service_in_its_labels_what_is_only_alike_is_offered_and_not_taken()
    {
        var alike = Candidates(
            "prometheus_http_request_duration_seconds_bucket prometheus_http_request_duration_seconds_count",
            "red-duration"
        )[0];

        Assert.Null(TemplateMatch.Best([Seen(alike, ("job", "prometheus"))], "checkout"));
        Assert.NotNull(TemplateMatch.Best([Seen(alike, ("job", "checkout"))], "checkout"));
    }

    [Fact]
    public void Of_two_of_the_service_the_one_that_tells_failures_is_taken()
    {
        var (counter, histogram) = Candidates(PrometheusClient, "red-errors") is [var a, var b] ? (a, b) : default;
        var mute = Seen(counter, ("job", "checkout"));
        var telling = Seen(histogram, ("job", "checkout"), ("status", "200 500"));

        Assert.Same(telling, TemplateMatch.Best([mute, telling], "checkout"));
    }

    [Fact]
    public void Each_template_is_told_apart_and_every_question_has_a_source()
    {
        Assert.Equal(SloTemplate.All.Count, SloTemplate.All.DistinctBy(one => one.Id, StringComparer.Ordinal).Count());
        Assert.All(
            SloTemplate.All,
            one => Assert.Contains(TemplateSources.All, source => source.Question == one.Question)
        );
        Assert.Null(SloTemplate.Find("unheard-of"));
    }

    private static IReadOnlyList<TemplateCandidate> Candidates(string names, string template) =>
        TemplateMatch.Candidates(
            SloTemplate.Find(template)!.Question,
            MetricFamilies.Of(
                names.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                new Dictionary<string, Metric>(StringComparer.Ordinal)
            )
        );

    private static SeenCandidate Seen(TemplateCandidate candidate, params IEnumerable<(string, string)> labels) =>
        new(
            candidate,
            labels.ToDictionary(
                label => label.Item1,
                label => (IReadOnlyList<string>)label.Item2.Split(' '),
                StringComparer.Ordinal
            )
        );
}
