using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Alerting;

/// <summary>Whether a rule can do its work, apart from what its alerts say.</summary>
/// <param name="Status">The verdict of the last evaluation.</param>
/// <param name="Error">Why it is not <see cref="HealthStatus.Ok"/>, in a sentence.</param>
/// <param name="Failure">The backend's part in an error; null when the rule itself is at fault, as with duplicate labels.</param>
/// <param name="FailedSlots">Evaluations in a row that could not judge: errors and partial results.</param>
/// <param name="EvaluatedAt">Slot of the last evaluation, whatever came of it; null before the first.</param>
/// <param name="ObservedAt">Slot of the last evaluation that could judge: with data, or surely without.</param>
public sealed record RuleHealth(
    HealthStatus Status,
    string? Error,
    QueryFailure? Failure,
    int FailedSlots,
    Instant? EvaluatedAt,
    Instant? ObservedAt
)
{
    /// <summary>After so many failed slots the backend's “cannot evaluate” alert lists the rule.</summary>
    public const int FailedSlotsToReport = 3;

    public static readonly RuleHealth NotEvaluated = new(HealthStatus.Ok, null, null, 0, null, null);

    /// <summary>
    /// Whether the backend is to blame, and for long enough. A query that it refuses, or an answer that is too large, is the
    /// rule's own fault: that is shown on the rule, and says nothing of the others.
    /// </summary>
    public bool CannotEvaluate =>
        FailedSlots >= FailedSlotsToReport && Failure is not (null or QueryFailure.Refused or QueryFailure.TooLarge);

    internal static RuleHealth Judged(HealthStatus status, string? error, Instant slot) =>
        new(status, error, null, 0, slot, slot);

    internal RuleHealth NotJudged(HealthStatus status, string error, QueryFailure? failure, Instant slot) =>
        new(status, error, failure, FailedSlots + 1, slot, ObservedAt);
}

public enum HealthStatus
{
    /// <summary>Evaluated. Also when the result was empty and the rule says that this is fine.</summary>
    Ok,

    /// <summary>The result was empty, and the rule does not take that for good news.</summary>
    NoData,

    /// <summary>The query failed, or its result cannot be judged. All alerts stay as they were.</summary>
    Error,

    /// <summary>The backend returned only a part. All alerts stay as they were.</summary>
    Partial,
}
