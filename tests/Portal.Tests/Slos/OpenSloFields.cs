namespace Portal.Tests.Slos;

/// <summary>
/// Every field of OpenSLO v1 by kind, in files of several documents. A line that ends in <c># kept</c> is found again in an
/// export, with <c># kept as x</c> as x; <c># told</c> comes back as a warning of that line; others hold the rest together.
/// </summary>
internal static class OpenSloFields
{
    /// <summary>A ratio of events in an indicator of the SLO's own, by calendar and time slices.</summary>
    public const string Inline = """
        - apiVersion: openslo/v1
          kind: SLO
          metadata:
            name: $-inline # kept
            displayName: Rooms can be booked # kept
            labels:
              tier: # kept
              - front # kept
              - paid # kept as front,paid
            annotations:
              openslo.com/source: rooms.yaml # kept
          spec:
            description: Bookings that end well # kept
            service: $-rooms # kept
            indicator:
              metadata:
                name: bookings # kept
                displayName: Good bookings # kept
                labels: { part: one } # told
                annotations: { part: one } # told
              spec:
                description: Good over all bookings # kept
                ratioMetric:
                  counter: true # kept
                  rawType: success # told
                  good:
                    metricSource:
                      metricSourceRef: $-metrics # kept
                      type: prometheus # kept as Prometheus
                      spec:
                        query: bookings_total{code="200"} # kept
                        queryType: instant # told
                  total:
                    metricSource:
                      metricSourceRef: $-metrics
                      spec:
                        query: bookings_total
                        step: [ 1m ] # told
            timeWindow:
            - duration: 1Q # kept
              isRolling: false # kept
              calendar:
                startTime: 2024-01-01 06:00:00 # kept
                timeZone: Europe/Berlin # kept
            budgetingMethod: Timeslices # kept
            objectives:
            - displayName: Good enough # kept
              op: gt # told
              value: 1 # told
              targetPercent: 99.5 # kept as 0.995
              timeSliceTarget: 0.95 # kept
              timeSliceWindow: 5 # kept as 5m
              compositeWeight: 2 # told
            alertPolicies:
            - kind: AlertPolicy
              metadata:
                name: quick # kept
                displayName: Quick loss # told
                labels: { part: one } # told
                annotations: { part: one } # told
              spec:
                description: Much of the budget at once # told
                alertWhenNoData: false
                alertWhenResolved: false # told
                alertWhenBreaching: true
                conditions:
                - kind: AlertCondition
                  metadata:
                    name: burns
                    displayName: Burns # told
                    labels: { part: one } # told
                    annotations: { part: one } # told
                  spec:
                    description: Twenty times too fast # told
                    severity: sev1 # told
                    condition:
                      kind: burnrate # kept
                      op: gte # told
                      threshold: 15 # kept
                      lookbackWindow: 2h # kept
                      alertAfter: 10m # kept
                notificationTargets:
                - kind: AlertNotificationTarget # told
                  metadata: { name: Pager }
                  spec: { target: pager, description: Wakes somebody }
        """;

    /// <summary>Each kind in a document of its own, named as OpenSLO allows.</summary>
    public const string Named = """
        apiVersion: openslo/v1
        kind: DataSource
        metadata:
          name: $-source # kept
          displayName: Metrics # told
          labels: { zone: north } # kept as north
          annotations: { a: b } # told
        spec:
          description: All of them # told
          type: Prometheus
          connectionDetails:
            url: http://127.0.0.1:9 # kept
            accessKeyID: key # told
        ---
        apiVersion: openslo/v1
        kind: Service
        metadata:
          name: $-desk # kept
          displayName: The desk # told
          labels:
            team: $-crew # kept
          annotations: { a: b } # told
        spec:
          description: Answers guests # kept
        ---
        apiVersion: openslo/v1
        kind: SLI
        metadata:
          name: DeskAnswers # kept
          displayName: Answers of the desk # kept
          labels: { a: b } # told
          annotations: { a: b } # told
        spec:
          description: Seconds until an answer # kept
          thresholdMetric:
            metricSource:
              metricSourceRef: $-source # kept
              type: Prometheus
              spec:
                query: desk_answer_seconds # kept
                region: north # told
        ---
        apiVersion: openslo/v1 # told
        kind: AlertNotificationTarget
        metadata:
          name: OnCallMail
          displayName: Mail # told
          labels: { a: b } # told
          annotations: { a: b } # told
        spec:
          target: email
          description: Tells whoever is on call
        ---
        apiVersion: openslo/v1
        kind: AlertCondition
        metadata:
          name: DeskBurns
          displayName: Burns # told
          labels: { a: b } # told
          annotations: { a: b } # told
        spec:
          description: Too fast # told
          severity: ticket # kept
          condition:
            kind: burnrate
            threshold: 4 # kept
            lookbackWindow: 1d # kept
            alertAfter: 0m
        ---
        apiVersion: openslo/v1
        kind: AlertPolicy
        metadata:
          name: DeskPolicy # kept
          displayName: Policy # told
          labels: { a: b } # told
          annotations: { a: b } # told
        spec:
          description: Of the desk # told
          alertWhenNoData: true # told
          alertWhenBreaching: false # told
          conditions:
          - conditionRef: DeskBurns
          notificationTargets:
          - targetRef: OnCallMail # told
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: $-named # kept
        spec:
          service: $-desk # kept
          indicatorRef: DeskAnswers # kept
          timeWindow:
          - duration: 1M # told
            isRolling: true # kept
          budgetingMethod: RatioTimeslices # kept
          objectives:
          - op: lte # kept
            value: 2.5 # kept
            target: 0.95 # kept
            timeSliceWindow: 2m # kept
          alertPolicies:
          - alertPolicyRef: DeskPolicy
        """;

    /// <summary>A ratio that is measured elsewhere, and the one objective of a composite with its own indicator.</summary>
    public const string Others = """
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: $-raw } # kept as $-raw
        spec:
          service: $-rooms
          indicator:
            metadata: { name: probes } # kept as probes
            spec:
              ratioMetric:
                counter: true
                rawType: failure # kept
                raw:
                  metricSource:
                    metricSourceRef: $-metrics
                    spec:
                      query: probe_failed_ratio # kept
          timeWindow: [ { duration: 4w } ] # kept as 4w
          objectives: [ { target: 0.9 } ] # kept as 0.9
          alertPolicies:
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: $-part } # kept as $-part
        spec:
          service: $-rooms
          timeWindow: [ { duration: 1w, isRolling: true } ] # kept as 7d
          budgetingMethod: Occurrences # kept
          objectives:
          - displayName: Searches # kept
            target: 0.99
            compositeWeight: 1 # told
            indicator:
              metadata:
                name: searches # kept
              spec:
                ratioMetric:
                  bad:
                    metricSource: { metricSourceRef: $-metrics, spec: { query: 'sum(searches_failed)' } }
                  total:
                    metricSource: { metricSourceRef: $-metrics, spec: { query: 'sum(searches)' } }
          alertPolicies: []
        """;
}
