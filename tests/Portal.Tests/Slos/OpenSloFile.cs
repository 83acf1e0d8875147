namespace Portal.Tests.Slos;

/// <summary>A file of OpenSLO v1 with every kind of document, each naming the next.</summary>
internal static class OpenSloFile
{
    /// <summary>$ makes its names its own.</summary>
    public const string Whole = """
        apiVersion: openslo/v1
        kind: DataSource
        metadata: { name: $-metrics, displayName: Metrics of the shop }
        spec:
          type: Prometheus
          connectionDetails:
            url: http://127.0.0.1:9
            tenant: shop
        ---
        apiVersion: openslo/v1
        kind: Service
        metadata: { name: $-shop, labels: { team: $-crew } }
        spec: { description: Sells things }
        ---
        apiVersion: openslo/v1
        kind: SLI
        metadata: { name: $-errors }
        spec:
          description: Failures over requests
          ratioMetric:
            counter: true
            bad: { metricSource: { metricSourceRef: $-metrics, type: Prometheus, spec: { query: 'http_requests_total{code=~"5.."}' } } }
            total: { metricSource: { metricSourceRef: $-metrics, type: Prometheus, spec: { query: http_requests_total } } }
        ---
        apiVersion: openslo/v1
        kind: AlertNotificationTarget
        metadata: { name: $-mail }
        spec: { target: email }
        ---
        apiVersion: openslo/v1
        kind: AlertCondition
        metadata: { name: $-fast }
        spec:
          severity: page
          condition: { kind: burnrate, op: gte, threshold: 10, lookbackWindow: 1h, alertAfter: 5m }
        ---
        apiVersion: openslo/v1
        kind: AlertPolicy
        metadata: { name: $-pages }
        spec:
          alertWhenNoData: true
          conditions: [ { conditionRef: $-fast } ]
          notificationTargets: [ { targetRef: $-mail } ]
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: $-slo }
        spec:
          service: $-shop
          indicatorRef: $-errors
          timeWindow: [ { duration: 30d, isRolling: true } ]
          budgetingMethod: Occurrences
          objectives: [ { target: 0.999 } ]
          alertPolicies: [ $-pages, slow-burn ]
        """;

    public static string Of(string name) => Whole.Replace("$", name, StringComparison.Ordinal);
}
