using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Alerting;

/// <summary>What a rule would have done in the past.</summary>
/// <param name="Fired">Each time it would have fired, by start.</param>
/// <param name="NearlyFired">Each time the condition was met, but not for long enough, by start.</param>
/// <param name="Errors">What kept evaluations from judging, each once: duplicate label sets, too many alerts.</param>
public sealed record ReplayResult(
    IReadOnlyList<ReplayPeriod> Fired,
    IReadOnlyList<ReplayPeriod> NearlyFired,
    IReadOnlyList<string> Errors
)
{
    /// <summary>The period that would have fired longest; null when none would have.</summary>
    public ReplayPeriod? Longest => Fired.MaxBy(period => period.Length);

    /// <summary>The period that came nearest to firing; null when there is none.</summary>
    public ReplayPeriod? LongestNearly => NearlyFired.MaxBy(period => period.Length);
}

/// <summary>One stretch of one alert.</summary>
/// <param name="Labels">The alert's labels.</param>
/// <param name="ActiveAt">The first bad evaluation.</param>
/// <param name="FiredAt">When somebody would have been told; null when it was too short for that.</param>
/// <param name="EndedAt">When it resolved, or the end of the range.</param>
/// <param name="Reason">Why it ended; null when it was still going on.</param>
public sealed record ReplayPeriod(
    LabelSet Labels,
    Instant ActiveAt,
    Instant? FiredAt,
    Instant EndedAt,
    TransitionReason? Reason
)
{
    /// <summary>How long it fired; for what did not, how long the condition was met.</summary>
    public Duration Length => EndedAt - (FiredAt ?? ActiveAt);
}
