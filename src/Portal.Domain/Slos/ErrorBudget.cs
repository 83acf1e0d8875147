using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// How much may go wrong and how much did. Exactly at the objective the promise is kept and nothing remains.
/// </summary>
/// <param name="AllowedBad">Events or slices that may be bad: (1 − objective) · total. Not rounded.</param>
/// <param name="Bad">Events or slices that were bad.</param>
/// <param name="Consumed">Bad over allowed: 0 untouched, 1 exhausted, above 1 overspent.</param>
/// <param name="Remaining">1 − consumed; negative where overspent, never clamped.</param>
/// <param name="RemainingMinutes">
/// Minutes of complete outage that remain: remaining · (1 − objective) · length of the period. Negative where overspent.
/// </param>
public sealed record ErrorBudget(
    decimal AllowedBad,
    decimal Bad,
    decimal Consumed,
    decimal Remaining,
    decimal RemainingMinutes
)
{
    /// <summary>More went wrong than was allowed: the objective is missed.</summary>
    public bool IsOverspent => Bad > AllowedBad;

    /// <summary>Nothing remains, and the objective is still met: one more failure breaks it.</summary>
    public bool IsExhausted => AllowedBad > 0 && Bad == AllowedBad;

    /// <summary>
    /// consumed = (bad / total) / (1 − objective) = bad / allowed (SRE workbook, chapter 2). No events spend nothing.
    /// </summary>
    /// <param name="objective">The promise.</param>
    /// <param name="bad">Bad events, or bad slices.</param>
    /// <param name="total">All events; for time slices all slices of the whole period, the future ones too.</param>
    /// <param name="period">Real length of the whole period.</param>
    public static ErrorBudget Of(Objective objective, decimal bad, decimal total, Duration period)
    {
        var allowed = objective.Budget * total;
        var consumed = allowed > 0 ? bad / allowed : 0;
        var seconds = Seconds.Of(period);
        // (1 − consumed) · B = (allowed − bad) / total; divided last, so that whole minutes stay whole.
        var minutes = total > 0 ? (allowed - bad) * seconds / (total * 60) : objective.Budget * seconds / 60;
        return new ErrorBudget(allowed, bad, consumed, 1 - consumed, minutes);
    }
}
