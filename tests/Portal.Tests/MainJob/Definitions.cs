namespace Portal.Tests.MainJob;

/// <summary>What a team writes down before anything breaks.</summary>
internal static class Definitions
{
    public static string People(string phone, Uri prometheus) =>
        $$$"""
            apiVersion: portal/v1
            kind: User
            metadata: { name: ana }
            spec:
              displayName: Ana
              timeZone: Europe/Berlin
              contactMethods: [ { name: phone, type: webhook, address: "{{{phone}}}" } ]
              notificationRules: [ { after: 0m, contactMethod: phone } ]
            ---
            apiVersion: portal/v1
            kind: Team
            metadata: { name: shop }
            spec: { members: [ { user: ana, role: lead } ] }
            ---
            apiVersion: portal/v1
            kind: Backend
            metadata: { name: prom }
            spec: { type: prometheus, url: "{{{prometheus}}}" }
            ---
            apiVersion: portal/v1
            kind: Runbook
            metadata: { name: checkout-errors, labels: { team: shop } }
            spec: { steps: [ "Was anything deployed?", "Roll back" ] }
            ---
            apiVersion: portal/v1
            kind: Schedule
            metadata: { name: shop-primary, labels: { team: shop } }
            spec:
              timeZone: Europe/Berlin
              layers:
                - name: weekly
                  rotation: { unit: week, length: 1, start: "2026-01-05T09:00", participants: [ana] }
            ---
            apiVersion: portal/v1
            kind: EscalationPolicy
            metadata: { name: shop, labels: { team: shop } }
            spec:
              steps:
                - { after: 0m, notify: [ { schedule: shop-primary } ] }
                - { after: 5m, notify: [ { team: shop } ] }
            """;

    /// <summary>A service and the rule that watches it; its summary begins with the name of the service.</summary>
    public static string Watched(string service, string query) =>
        $$$"""
            apiVersion: portal/v1
            kind: Service
            metadata: { name: {{{service}}} }
            spec: { team: shop, tier: 1, escalationPolicy: shop }
            ---
            apiVersion: portal/v1
            kind: AlertRule
            metadata: { name: {{{service}}}-error-rate }
            spec:
              service: {{{service}}}
              backend: prom
              interval: 1s
              query: {{{query}}}
              condition: { operator: ">", threshold: 0.05 }
              severity: critical
              annotations: { summary: "{{{service}}}: {{ labels.route }} fails {{ value | percent }}" }
              runbook: checkout-errors
            """;
}
