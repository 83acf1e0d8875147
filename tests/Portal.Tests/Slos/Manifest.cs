namespace Portal.Tests.Slos;

/// <summary>OpenSLO documents that are right, for tests that change one thing.</summary>
internal static class Manifest
{
    public const string Slo = """
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: checkout }
        spec:
          service: shop
          indicator:
            metadata: { name: errors }
            spec:
              ratioMetric:
                counter: true
                bad: { metricSource: { metricSourceRef: prom, type: Prometheus, spec: { query: 'http_requests_total{code=~"5.."}' } } }
                total: { metricSource: { metricSourceRef: prom, type: Prometheus, spec: { query: http_requests_total } } }
          timeWindow: [ { duration: 30d, isRolling: true } ]
          budgetingMethod: Occurrences
          objectives: [ { target: 0.999 } ]
        """;

    /// <summary>The same with one part in the place of another, which must be there.</summary>
    public static string With(string part, string instead) =>
        Slo.Contains(part, StringComparison.Ordinal)
            ? Slo.Replace(part, instead, StringComparison.Ordinal)
            : throw new ArgumentException($"The document has no {part}", nameof(part));
}
