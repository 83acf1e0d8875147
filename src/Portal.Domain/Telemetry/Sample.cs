using Portal.Domain.Labels;

namespace Portal.Domain.Telemetry;

/// <summary>One series at one moment. The value may be NaN or infinite, as backends give them.</summary>
public readonly record struct Sample(LabelSet Labels, double Value);
