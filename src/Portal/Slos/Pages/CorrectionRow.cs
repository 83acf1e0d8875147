using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Slos.Pages;

/// <summary>One correction of a list.</summary>
/// <param name="By">Whoever wrote it last.</param>
public sealed record CorrectionRow(string Name, Correction Spec, string By, Instant At);
