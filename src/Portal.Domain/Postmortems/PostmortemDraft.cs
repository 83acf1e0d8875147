using NodaTime;
using Portal.Domain.Incidents;
using Portal.Domain.Time;
using static Portal.Domain.Postmortems.MarkdownText;

namespace Portal.Domain.Postmortems;

/// <summary>Writes the half of a postmortem that is known already: sections of a template, filled from an incident.</summary>
/// <remarks>Pure: the same record in the same words always gives the same text.</remarks>
public static class PostmortemDraft
{
    public static IReadOnlyList<PostmortemSection> Fill(
        PostmortemTemplate template,
        IncidentRecord record,
        Wording words
    ) => [.. template.Sections.Select(section => Fill(section, record, words))];

    private static PostmortemSection Fill(TemplateSection section, IncidentRecord record, Wording words)
    {
        var text = Text(section.AutoFill, record, words);
        return new(section.Title, section.Prompt, text, section.AutoFill, text.Length > 0);
    }

    private static string Text(AutoFill fill, IncidentRecord record, Wording words) =>
        fill switch
        {
            AutoFill.None => "",
            AutoFill.Summary => Summary(record, words),
            AutoFill.Impact => Impact(record, words),
            AutoFill.KeyFacts => DraftTables.KeyFacts(record, words),
            AutoFill.Times => DraftTables.Times(record, words),
            AutoFill.People => DraftTables.People(record, words),
            AutoFill.Alerts => DraftTables.Alerts(record, words),
            AutoFill.Timeline => DraftTables.Timeline(record, words),
            AutoFill.Changes => DraftTables.Changes(record, words),
            AutoFill.Budgets => DraftTables.Budgets(record),
        };

    /// <summary>Two sentences: what it was and how long it hurt; how it was found, taken and ended.</summary>
    private static string Summary(IncidentRecord record, Wording words)
    {
        var incident = record.Incident;
        var where = incident.Service is { } service ? $"{Word(incident.Severity)}, {service}" : Word(incident.Severity);
        var what = $"{Plain(incident.Title).TrimEnd('.')} ({where}, incident {incident.Number}).";
        var hurt = incident.ResolvedAt is { } end
            ? $"Users were affected for up to {DurationText.Words(end - incident.ImpactStart)}, from {words.Span(incident.ImpactStart, end)}."
            : $"It has affected users since {words.Moment(incident.ImpactStart)} and is not resolved.";
        string?[] steps =
        [
            Detected(record),
            Acknowledged(record, words),
            record.Times.ToMitigate is { } mitigated ? $"mitigated after {DurationText.Words(mitigated)}" : null,
            record.Times.ToResolve is { } resolved
                ? $"resolved by {Resolver(incident, words)} after {DurationText.Words(resolved)}"
                : null,
        ];
        return $"{what} {hurt}{Merged(record)}\n\nIt was {Listed(steps.OfType<string>().ToList())}.";
    }

    /// <summary>Its people and alerts are looked for under the other number too.</summary>
    private static string Merged(IncidentRecord record) =>
        record.Merged.Count == 0
            ? ""
            : $" Part of it {(record.Merged.Count == 1 ? "is" : "are")} {Listed([.. record.Merged.Select(one => $"incident {one.Number} ({Plain(one.Title).TrimEnd('.')})")])}, merged into it.";

    private static string Detected(IncidentRecord record)
    {
        var rule = record.Alerts.OrderBy(alert => alert.FiredAt).FirstOrDefault()?.Rule;
        var by = rule is null ? "declared by hand" : $"detected by the alert {Plain(rule)}";
        return record.Times.ToDetect == Duration.Zero
            ? by
            : $"{by} {DurationText.Words(record.Times.ToDetect)} after it began";
    }

    private static string Acknowledged(IncidentRecord record, Wording words) =>
        record is { Times.ToAcknowledge: { } after, Incident.AcknowledgedBy: { } by }
            ? $"acknowledged by {words.Name(by)} after {DurationText.Words(after)}"
            : "acknowledged by nobody";

    private static string Resolver(Incident incident, Wording words) =>
        incident.ResolvedBy is null or Incident.BySource ? "its source" : words.Name(incident.ResolvedBy);

    private static string Impact(IncidentRecord record, Wording words)
    {
        var incident = record.Incident;
        string?[] lines =
        [
            incident.ResolvedAt is { } end
                ? $"Lasted {DurationText.Words(end - incident.ImpactStart)}: {words.Span(incident.ImpactStart, end)}."
                : $"Began {words.Moment(incident.ImpactStart)}; it is not over.",
            incident.Service is { } service
                ? $"Service: {service}{(incident.Team is { } team ? $", team {team}" : "")}."
                : null,
            $"Severity: {Word(incident.Severity)}.",
            record.Alerts.Count > 0 ? AlertCount(record.Alerts) : "No alert saw it.",
            .. record.Budgets.Select(budget => $"Error budget of {Plain(budget.Slo)} used: {Percent(budget.Share)}."),
        ];
        return string.Join('\n', lines.OfType<string>().Select(line => $"- {line}"));
    }

    private static string AlertCount(IReadOnlyList<IncidentAlert> alerts)
    {
        var rules = alerts.Select(alert => alert.Rule).Distinct(StringComparer.Ordinal).Count();
        return $"Alerts: {Many(alerts.Count, "series", "series")} of {Many(rules, "rule", "rules")}, fired {Many(alerts.Sum(alert => alert.Count), "time", "times")}.";
    }

    internal static string Many(int count, string one, string more) =>
        FormattableString.Invariant($"{count} {(count == 1 ? one : more)}");

    internal static string Word(Alerting.Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Listed(List<string> parts) =>
        parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
