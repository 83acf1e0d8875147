using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>The texts of a rule, filled in for one of its alerts.</summary>
public sealed class AlertAnnotations(AlertRule rule)
{
    private readonly Lazy<IReadOnlyList<(string Name, AnnotationTemplate Text)>> templates = new(() =>
        [.. rule.Annotations.Select(annotation => (annotation.Name, AnnotationTemplate.Lenient(annotation.Value)))]
    );

    /// <param name="instance">The alert.</param>
    /// <param name="because">For a rule's alert about itself: what kept it from being evaluated.</param>
    public LabelSet Render(AlertInstance instance, string? because = null)
    {
        var texts = LabelSet.From(
            templates.Value.Select(one =>
                KeyValuePair.Create(one.Name, one.Text.Render(instance.Labels, instance.Value))
            )
        );
        return instance.IsAboutRule ? AboutRule(texts, instance, because) : texts;
    }

    /// <summary>“/pay fails no value” helps nobody: these alerts say what they are about.</summary>
    private static LabelSet AboutRule(LabelSet texts, AlertInstance instance, string? because)
    {
        var name = instance.Labels["alertname"] is { Length: > 0 } given ? given : "This rule";
        return instance.Series[AlertInstance.ReasonLabel] == AlertEvaluation.NoDataReason
            ? texts
                .With("summary", $"{name} has no data")
                .With("description", because ?? "The query returned no series.")
            : texts.With("summary", $"{name} cannot be evaluated").With("description", because ?? "The query failed.");
    }
}
