using Portal.Domain.Alerting;

namespace Portal.Domain.Slos.Templates;

/// <summary>Who writes which metric, the surest answer to each question first.</summary>
public static class TemplateSources
{
    // What people still take for prompt; the nearest bucket is taken.
    private static readonly TemplateShape Seconds = new TemplateShape.Within(0.3m);
    private static readonly TemplateShape Milliseconds = new TemplateShape.Within(300);
    private static readonly TemplateShape Failed = new TemplateShape.FailedOf();

    // $m is counted by its increase within a slice: a slice without any is a slice in which nothing arrived.
    private static readonly TemplateShape Arrives = new TemplateShape.Against(
        "sum(rate($m$s[{{.window}}]))",
        Comparison.Above,
        0
    );

    private static readonly IReadOnlyList<(string Origin, string Metric, bool InMilliseconds)> RequestHistograms =
    [
        ("OpenTelemetry HTTP server", "http_server_request_duration_seconds", false), // semantic conventions 1.23 and later
        ("OpenTelemetry HTTP server", "http_server_duration_milliseconds", true), // before 1.23
        ("Micrometer", "http_server_requests_seconds", false),
        ("Prometheus client", "http_request_duration_seconds", false),
        ("Istio", "istio_request_duration_milliseconds", true),
        ("ingress-nginx", "nginx_ingress_controller_request_duration_seconds", false),
        ("Traefik", "traefik_service_request_duration_seconds", false),
        ("OpenTelemetry RPC server", "rpc_server_duration_milliseconds", true),
        ("OpenTelemetry RPC server", "rpc_server_call_duration_seconds", false),
        ("Envoy", "envoy_cluster_upstream_rq_time", true),
        ("gRPC server", "grpc_server_handling_seconds", false),
    ];

    private static readonly IReadOnlyList<(string Origin, string Metric)> RequestCounters =
    [
        ("Prometheus client", "http_requests_total"),
        ("Prometheus client", "http_server_requests_total"),
        ("gRPC server", "grpc_server_handled_total"),
        ("Istio", "istio_requests_total"),
        ("ingress-nginx", "nginx_ingress_controller_requests"),
        ("Traefik", "traefik_service_requests_total"),
        ("Envoy", "envoy_cluster_upstream_rq_xx"),
        ("Envoy", "envoy_cluster_upstream_rq"),
        ("HAProxy", "haproxy_backend_http_responses_total"),
        ("nginx VTS", "nginx_vts_server_requests_total"),
    ];

    // nginx' own stub status and Envoy's totals count requests, and say of none whether it failed.
    private static readonly IReadOnlyList<(string Origin, string Metric)> Counters =
    [
        .. RequestCounters,
        ("nginx", "nginx_http_requests_total"),
        ("Envoy", "envoy_cluster_upstream_rq_total"),
    ];

    /// <summary>In the order of their worth; of those that are only alike the written out ones come first.</summary>
    public static readonly IReadOnlyList<TemplateSource> All =
    [
        .. RequestHistograms.Select(one => new TemplateSource(
            TemplateQuestion.Duration,
            one.Origin,
            one.Metric,
            one.InMilliseconds ? Milliseconds : Seconds
        )),
        new(TemplateQuestion.Duration, "named like one of requests", "*request_duration_seconds", Seconds),
        new(TemplateQuestion.Duration, "named like one of requests", "*_duration_seconds", Seconds),
        new(TemplateQuestion.Duration, "named like one of requests", "*_latency_seconds", Seconds),
        .. RequestCounters.Select(one => new TemplateSource(TemplateQuestion.Errors, one.Origin, one.Metric, Failed)),
        .. RequestHistograms.Select(one => new TemplateSource(TemplateQuestion.Errors, one.Origin, one.Metric, Failed)),
        new(TemplateQuestion.Errors, "named like one of requests", "*_requests_total", Beside("_requests_total")),
        new(TemplateQuestion.Errors, "named like one of requests", "*_requests_total", Failed),
        new(TemplateQuestion.Errors, "named like one of work", "*_jobs_total", Beside("_jobs_total")),
        new(TemplateQuestion.Errors, "named like one of work", "*_jobs_total", Failed),
        .. Counters.Select(one => new TemplateSource(TemplateQuestion.Rate, one.Origin, one.Metric, Arrives)),
        .. RequestHistograms.Select(one => new TemplateSource(TemplateQuestion.Rate, one.Origin, one.Metric, Arrives)),
        new(TemplateQuestion.Rate, "named like one of requests", "*_requests_total", Arrives),
        .. MachineSources.All,
    ];

    private static TemplateShape.FailedBeside Beside(string all) =>
        new(
            all,
            [
                all.Replace("_total", "_failed_total", StringComparison.Ordinal),
                all.Replace("_total", "_errors_total", StringComparison.Ordinal),
                "_errors_total",
                "_failures_total",
                "_failed_total",
            ]
        );
}
