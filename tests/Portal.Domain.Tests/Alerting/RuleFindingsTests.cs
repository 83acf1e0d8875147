using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Labels;

namespace Portal.Domain.Tests.Alerting;

public sealed class RuleFindingsTests
{
    private static readonly AlertRule Good = A.Rule(@for: Duration.FromMinutes(1));

    private static readonly AlertRule Critical = Good with
    {
        Severity = Severity.Critical,
        Runbook = "checkout-errors",
    };

    public static TheoryData<string, string, AlertRule> Refused =>
        new()
        {
            { "service", "Name the service that this rule watches.", Good with { Service = " " } },
            { "backend", "Name the backend to ask.", Good with { Backend = "" } },
            { "query", "A rule needs a query.", Good with { Query = "" } },
            {
                "interval",
                "The interval must be at least 1s.",
                Good with
                {
                    Interval = Duration.FromMilliseconds(999),
                }
            },
            { "for", "A duration cannot be negative.", Good with { For = Duration.FromSeconds(-1) } },
            {
                "keepFiringFor",
                "A duration cannot be negative.",
                Good with
                {
                    KeepFiringFor = Duration.FromSeconds(-1),
                }
            },
            { "limit", "The limit must be at least 1.", Good with { Limit = 0 } },
            { "condition.threshold", "The threshold must be a number.", A.Rule(threshold: double.NaN) },
            { "condition.recovery", "Recovery must be at or below the threshold 0.05.", A.Rule(recovery: 0.06) },
            {
                "condition.recovery",
                "Recovery must be at or above the threshold 0.05.",
                A.Rule(recovery: 0.04, comparison: Comparison.Below)
            },
            {
                "condition.recovery",
                "== has no good side to recover to. Leave recovery out, or use >, >=, < or <=.",
                A.Rule(recovery: 0.05, comparison: Comparison.Equal)
            },
            {
                "labels.alertname",
                "The portal sets the label alertname itself.",
                Good with
                {
                    Labels = LabelSet.Of(("alertname", "x")),
                }
            },
            {
                "runbook",
                "A critical rule wakes somebody up: it needs a runbook that says what to do.",
                Critical with
                {
                    Runbook = " ",
                }
            },
            {
                "runbook",
                "A runbook is the name of one (a-z, 0-9 and -) or an address that begins with http:// or https://.",
                Good with
                {
                    Runbook = "javascript:alert(1)",
                }
            },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_wrong_is_refused_at_its_field(string path, string message, AlertRule rule) =>
        Assert.Equal([new(path, message)], RuleFindings.Of(rule).Errors);

    [Theory]
    [InlineData("{{ labels.route }", "is not closed")]
    [InlineData("{{ 7*7 }}", "“7*7” is not known")]
    public void A_broken_text_is_refused_and_named(string text, string message)
    {
        var finding = Assert.Single(RuleFindings.Of(Good with { Annotations = LabelSet.Of(("summary", text)) }).Errors);

        Assert.Equal("annotations.summary", finding.Path);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_may_name_labels_but_not_the_value()
    {
        Assert.Empty(RuleFindings.Of(Good with { Labels = LabelSet.Of(("zone", "{{ labels.az }}")) }).Errors);

        var finding = Assert.Single(RuleFindings.Of(Good with { Labels = LabelSet.Of(("v", "{{ value }}")) }).Errors);
        Assert.Equal("labels.v", finding.Path);
    }

    [Fact]
    public void Recovery_may_be_the_threshold_itself() => Assert.Empty(RuleFindings.Of(A.Rule(recovery: 0.05)).Errors);

    [Theory]
    [InlineData("checkout-errors")]
    [InlineData("https://wiki.example/checkout?x=1")]
    public void A_runbook_is_a_name_or_an_address(string runbook) =>
        Assert.Empty(RuleFindings.Of(Critical with { Runbook = runbook }).Errors);

    [Theory]
    [InlineData("""sum(rate(http_requests_total{job="cpu-api", code=~"5.."}[1m]))""", null)]
    [InlineData("avg by (route) (latency_seconds)", "An average hides")]
    [InlineData("avg_over_time(latency_seconds[5m])", "An average hides")]
    [InlineData("1 - rate(node_cpu_seconds_total[5m])", "node_cpu_seconds_total is a cause")]
    public void A_critical_rule_on_an_average_or_a_cause_is_warned_about(string query, string? warning)
    {
        var warnings = RuleFindings.Of(Critical with { Query = query }).Warnings;

        Assert.Equal(warning is null ? 0 : 1, warnings.Count);
        Assert.All(warnings, finding => Assert.StartsWith(warning!, finding.Message, StringComparison.Ordinal));
        Assert.Empty(RuleFindings.Of(Good with { Query = query }).Warnings);
    }

    [Fact]
    public void A_critical_rule_without_for_is_warned_about() =>
        Assert.Equal("for", Assert.Single(RuleFindings.Of(Critical with { For = Duration.Zero }).Warnings).Path);

    [Fact]
    public void For_shorter_than_the_interval_is_warned_about() =>
        Assert.Equal("for", Assert.Single(RuleFindings.Of(Good with { For = Duration.FromSeconds(1) }).Warnings).Path);

    [Fact]
    public void A_good_rule_has_no_findings()
    {
        Assert.Empty(RuleFindings.Of(Critical).Errors);
        Assert.Empty(RuleFindings.Of(Critical).Warnings);
    }
}
