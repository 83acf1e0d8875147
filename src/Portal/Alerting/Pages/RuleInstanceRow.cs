using NodaTime;

namespace Portal.Alerting.Pages;

/// <summary>One open alert as a line of a table.</summary>
/// <param name="Since">When it fired; while pending, since when the condition holds.</param>
public sealed record RuleInstanceRow(
    string Fingerprint,
    string Name,
    IReadOnlyList<string> Labels,
    string State,
    string Value,
    Instant Since
);

/// <summary>One step that an alert took.</summary>
/// <param name="Why">In a few words.</param>
public sealed record RuleStep(string Key, Instant At, string To, string Name, string Why, string? Value);
