namespace Portal.Domain.Slos.Templates;

/// <summary>The labels by which metrics name a service, and by which they tell failures.</summary>
public static class TemplateLabels
{
    /// <summary>The plainest first.</summary>
    private static readonly IReadOnlyList<string> Services =
    [
        "service",
        "service_name",
        "app",
        "application",
        "app_kubernetes_io_name",
        "job",
        "exported_service",
        "exported_job",
        "destination_canonical_service",
        "destination_service_name",
        "destination_workload",
        "envoy_cluster_name",
        "deployment",
        "container",
        "backend",
        "proxy",
        "host",
    ];

    private static readonly IReadOnlyList<string> Failures =
    [
        "code",
        "status",
        "status_code",
        "http_status_code",
        "http_response_status_code",
        "response_code",
        "grpc_code",
        "rpc_grpc_status_code",
        "rpc_response_status_code",
        "envoy_response_code_class",
        "envoy_response_code",
        "outcome",
        "result",
        "status_class",
        "error",
        "error_type",
    ];

    /// <summary>Whose values have to be known.</summary>
    public static IEnumerable<string> Worth(IEnumerable<string> labels) =>
        labels.Where(label =>
            Services.Contains(label, StringComparer.Ordinal) || Failures.Contains(label, StringComparer.Ordinal)
        );

    /// <summary>The matcher of a service, by the plainest label that names it and it alone; null where none does.</summary>
    public static string? ServiceOf(IReadOnlyDictionary<string, IReadOnlyList<string>> labels, string service) =>
        Services
            .Select(label =>
                labels.TryGetValue(label, out var values) && ValueOf(values, service) is { } value
                    ? FailureMatchers.Exactly(label, value)
                    : null
            )
            .FirstOrDefault(matcher => matcher is not null);

    /// <summary>The likeliest matcher of failures; null where no label tells them.</summary>
    public static string? FailureOf(IReadOnlyDictionary<string, IReadOnlyList<string>> labels) =>
        FailureMatchers.Of(
            labels
                .Where(label => Failures.Contains(label.Key, StringComparer.Ordinal))
                .ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal)
        )
            is [var likeliest, ..]
            ? likeliest
            : null;

    private static string? ValueOf(IReadOnlyList<string> values, string service) =>
        values.FirstOrDefault(value => string.Equals(value, service, StringComparison.OrdinalIgnoreCase))
        ?? (values.Where(value => IsWithin(value, service)).Take(2).ToList() is [var only] ? only : null);

    /// <summary>shop/checkout (OpenTelemetry), checkout@docker (Traefik), checkout.shop.svc (Istio).</summary>
    private static bool IsWithin(string value, string service) =>
        value.EndsWith($"/{service}", StringComparison.OrdinalIgnoreCase)
        || value.StartsWith($"{service}@", StringComparison.OrdinalIgnoreCase)
        || value.StartsWith($"{service}.", StringComparison.OrdinalIgnoreCase);
}
