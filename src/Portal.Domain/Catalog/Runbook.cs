namespace Portal.Domain.Catalog;

/// <summary>What to do when it breaks, written while nothing is broken.</summary>
/// <param name="Markdown">The text; may be empty when the steps say it all.</param>
/// <param name="Steps">Short things to do, ticked off on the incident.</param>
public sealed record Runbook(string Markdown, IReadOnlyList<string> Steps);
