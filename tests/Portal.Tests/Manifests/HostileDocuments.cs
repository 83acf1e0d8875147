using System.Text.Json.Nodes;

namespace Portal.Tests.Manifests;

/// <summary>A document of each kind with every field that it can have, so that every field is tried.</summary>
internal static class HostileDocuments
{
    public const string Prefix = "hostile";

    /// <summary>What the documents name. Applied once, and never changed by the tests.</summary>
    public const string Ground = """
        apiVersion: portal/v1
        kind: User
        metadata: { name: hostile-person }
        spec: { displayName: Person, email: hostile@shop.example }
        ---
        apiVersion: portal/v1
        kind: User
        metadata: { name: hostile-viewer }
        spec: { displayName: Viewer }
        ---
        apiVersion: portal/v1
        kind: User
        metadata: { name: hostile-responder }
        spec: { displayName: Responder }
        ---
        apiVersion: portal/v1
        kind: User
        metadata: { name: hostile-stranger }
        spec: { displayName: Lead of others }
        ---
        apiVersion: portal/v1
        kind: Team
        metadata: { name: hostile-crew }
        spec:
          members:
            - { user: hostile-person, role: lead }
            - { user: hostile-responder, role: responder }
            - { user: hostile-viewer, role: viewer }
        ---
        apiVersion: portal/v1
        kind: Team
        metadata: { name: hostile-others }
        spec: { members: [{ user: hostile-stranger, role: lead }] }
        ---
        apiVersion: portal/v1
        kind: Backend
        metadata: { name: hostile-prom }
        spec: { type: prometheus, url: "http://127.0.0.1:9" }
        ---
        apiVersion: portal/v1
        kind: Schedule
        metadata: { name: hostile-rota, labels: { team: hostile-crew } }
        spec:
          timeZone: UTC
          layers: [{ name: a, rotation: { unit: day, length: 1, start: 2026-01-05T09:00, participants: [hostile-person] } }]
        ---
        apiVersion: portal/v1
        kind: EscalationPolicy
        metadata: { name: hostile-ladder }
        spec: { steps: [{ after: 0m, notify: [{ schedule: hostile-rota }] }] }
        ---
        apiVersion: portal/v1
        kind: Runbook
        metadata: { name: hostile-book }
        spec: { markdown: Look. }
        ---
        apiVersion: portal/v1
        kind: Service
        metadata: { name: hostile-shop }
        spec: { team: hostile-crew, tier: 2, escalationPolicy: hostile-ladder }
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata: { name: hostile-promise }
        spec:
          service: hostile-shop
          indicator: { spec: { ratioMetric: { counter: true, good: { metricSource: { metricSourceRef: hostile-prom, spec: { query: good_total } } }, total: { metricSource: { metricSourceRef: hostile-prom, spec: { query: all_total } } } } } }
          timeWindow: [ { duration: 30d, isRolling: true } ]
          objectives: [ { target: 0.99 } ]
        """;

    private static readonly SemaphoreSlim Laying = new(1, 1);
    private static bool isLaid;

    private static readonly Dictionary<string, string> Specs = new(StringComparer.Ordinal)
    {
        ["User"] = """
            {"displayName": "H", "email": "h@shop.example", "timeZone": "Europe/Berlin",
             "contactMethods": [{"name": "mail", "type": "email", "address": "h@shop.example"},
                                {"name": "hook", "type": "webhook", "address": "https://hook.example/x"}],
             "notificationRules": [{"after": "5m", "contactMethod": "mail"}]}
            """,
        ["Team"] = """{"members": [{"user": "hostile-person", "role": "lead"}]}""",
        ["Runbook"] = """{"markdown": "Look.", "steps": ["One", "Two"]}""",
        ["Backend"] = """
            {"type": "prometheus", "url": "http://127.0.0.1:9", "timeout": "5s", "queryDelay": "10s", "minStep": "15s",
             "auth": {"type": "header", "name": "X-Scope", "value": "sesame"}}
            """,
        ["Schedule"] = """
            {"timeZone": "Europe/Berlin",
             "layers": [{"name": "a",
                         "rotation": {"unit": "week", "length": 1, "start": "2026-01-05T09:00", "participants": ["hostile-person"]},
                         "restrictions": [{"days": ["mon"], "from": "09:00", "to": "17:00"}]}],
             "overrides": [{"user": "hostile-person", "replaces": "hostile-viewer", "from": "2026-02-03T09:00:00Z", "to": "2026-02-04T09:00:00Z"}]}
            """,
        ["EscalationPolicy"] = """
            {"repeat": 2, "acknowledgeTimeout": "30m",
             "steps": [{"after": "0m", "notify": [{"schedule": "hostile-rota"}, {"user": "hostile-person"}, {"team": "hostile-crew"}]}]}
            """,
        ["Service"] = """
            {"team": "hostile-crew", "tier": 2, "description": "Shop", "escalationPolicy": "hostile-ladder",
             "links": [{"title": "Wiki", "url": "https://wiki.example/"}]}
            """,
        ["SLO"] = """
            {"description": "Good", "service": "hostile-shop",
             "indicator": {"metadata": {"name": "good"}, "spec": {"ratioMetric": {"counter": true,
               "good": {"metricSource": {"metricSourceRef": "hostile-prom", "type": "Prometheus", "spec": {"query": "good_total"}}},
               "total": {"metricSource": {"metricSourceRef": "hostile-prom", "type": "Prometheus", "spec": {"query": "all_total"}}}}}},
             "timeWindow": [{"duration": "1M", "isRolling": false, "calendar": {"startTime": "2026-01-01 00:00:00", "timeZone": "UTC"}}],
             "budgetingMethod": "Timeslices", "minBadEvents": 5,
             "objectives": [{"displayName": "Most", "target": 0.99, "timeSliceTarget": 0.95, "timeSliceWindow": "1m"}],
             "alertPolicies": [{"kind": "AlertPolicy", "metadata": {"name": "mine"}, "spec": {"conditions": [
               {"kind": "AlertCondition", "metadata": {"name": "mine"}, "spec": {"severity": "page",
                "condition": {"kind": "burnrate", "op": "gt", "threshold": 10, "lookbackWindow": "1h", "alertAfter": "5m"}}}]}}]}
            """,
        ["Correction"] = """
            {"slo": "hostile-promise", "effect": "exclude", "from": "2026-06-14T02:00:00", "duration": "2h",
             "timeZone": "Europe/Berlin", "rrule": "FREQ=MONTHLY;BYDAY=1SU;COUNT=3", "reason": "Drill"}
            """,
        ["ErrorBudgetPolicy"] = """
            {"services": ["hostile-shop"],
             "rules": [{"consumed": 0.5, "action": "notify"}, {"consumed": 1, "action": "freeze", "liftBelow": 0.9}]}
            """,
        ["ServiceLevelAgreement"] = """
            {"slo": "hostile-promise", "objective": 0.95, "timeZone": "Europe/Berlin", "customer": "sellers",
             "credits": [{"below": 0.95, "credit": 0.1}, {"below": 0.9, "credit": 0.25}]}
            """,
        ["AlertRule"] = """
            {"service": "hostile-shop", "backend": "hostile-prom", "interval": "15s", "query": "up", "for": "1m", "keepFiringFor": "1m",
             "condition": {"operator": ">", "threshold": 0.05, "recovery": 0.04}, "severity": "critical",
             "onNoData": "ok", "onError": "keep", "labels": {"tier": "one"}, "annotations": {"summary": "It fails"},
             "runbook": "hostile-book", "limit": 10, "paused": true}
            """,
        ["PostmortemTemplate"] = """
            {"title": "Mine", "sections": [{"title": "Impact", "prompt": "Who?", "autoFill": "impact"}]}
            """,
    };

    /// <summary>Lays the ground once: whoever laid it again would take back what other tests put on it.</summary>
    public static async Task LayGroundAsync(PortalApp app)
    {
        await Laying.WaitAsync(World.Cancellation);
        try
        {
            if (!isLaid)
            {
                await app.GivenAsync(Ground);
                isLaid = true;
            }
        }
        finally
        {
            Laying.Release();
        }
    }

    public static JsonObject Of(string kind, string apiVersion, string name) =>
        new()
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject { ["team"] = "hostile-crew", ["note"] = "x" },
            },
            ["spec"] = JsonNode.Parse(
                Specs.TryGetValue(kind, out var spec)
                    ? spec
                    : throw new KeyNotFoundException($"Write a document of kind {kind} with all of its fields here.")
            ),
        };

    /// <summary>The places of all single values below the head, as JSON paths: <c>$.spec.steps[0].after</c>.</summary>
    public static IReadOnlyList<string> Fields(JsonObject document) =>
        [.. Leaves(document["metadata"]!).Concat(Leaves(document["spec"]!)).Select(leaf => leaf.GetPath())];

    public static IEnumerable<JsonValue> Leaves(JsonNode node) =>
        node switch
        {
            JsonObject map => map.SelectMany(field => Leaves(field.Value!)),
            JsonArray list => list.SelectMany(item => Leaves(item!)),
            JsonValue value => [value],
            _ => [],
        };

    public static JsonValue? At(JsonNode document, string path) =>
        Leaves(document).FirstOrDefault(leaf => leaf.GetPath() == path);
}
