using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Labels;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>The labels that the portal adds to every alert of a rule.</summary>
internal static class RuleIdentity
{
    public static LabelSet Of(string name, AlertRule rule, IDefinitions definitions)
    {
        var labels = LabelSet.Of(("alertname", name), ("severity", Words.Of(rule.Severity)), ("service", rule.Service));
        return definitions.Find<Service>(rule.Service) is { } service ? labels.With("team", service.Spec.Team) : labels;
    }

    /// <summary>What people read: the rule's summary, else its name and the series.</summary>
    public static string Summary(string name, AlertTransition transition) =>
        transition.Annotations.TryGet("summary", out var summary) && !string.IsNullOrWhiteSpace(summary) ? summary
        : transition.Instance.Series.Count > 0 ? $"{name} {transition.Instance.Series}"
        : name;
}
