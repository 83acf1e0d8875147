using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>Which labels an alert carries: those of the series, over them the rule's, over them the rule's identity.</summary>
/// <param name="rule">The rule, whose own labels may name labels of the series.</param>
/// <param name="identity">What the portal adds to every alert of the rule: alertname, severity, service, team.</param>
internal sealed class FinalLabels(AlertRule rule, LabelSet identity)
{
    private readonly LabelSet over = LabelSet
        .From(rule.Labels.Where(label => !HasPlaces(label)).Select(Pair))
        .Merge(identity);

    private readonly IReadOnlyList<(string Name, AnnotationTemplate Text)> templates =
    [
        .. rule.Labels.Where(HasPlaces).Select(label => (label.Name, AnnotationTemplate.Lenient(label.Value))),
    ];

    /// <summary>A series' labels as far as they identify it: the metric's name does not.</summary>
    public static LabelSet OfSeries(LabelSet labels) => labels.Without("__name__", AlertInstance.ReasonLabel);

    public LabelSet Of(LabelSet series)
    {
        var labels = series;
        foreach (var (name, text) in templates)
        {
            labels = labels.With(name, text.Render(series, value: null));
        }

        return labels.Merge(over);
    }

    private static bool HasPlaces(Label label) => label.Value.Contains("{{", StringComparison.Ordinal);

    private static KeyValuePair<string, string> Pair(Label label) => new(label.Name, label.Value);
}
