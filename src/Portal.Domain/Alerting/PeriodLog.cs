using NodaTime;

namespace Portal.Domain.Alerting;

/// <summary>Collects the episodes of a replay as they end.</summary>
internal sealed class PeriodLog
{
    private readonly List<ReplayPeriod> periods = [];

    public void Add(EvaluationResult evaluation) =>
        periods.AddRange(
            evaluation
                .Transitions.Where(transition => transition.To == AlertState.Resolved)
                .Select(transition => Period(transition.Instance, transition.At))
        );

    /// <param name="last">The alerts after the last evaluation; what is open among them lasts to the end.</param>
    /// <param name="end">The end of the range.</param>
    /// <param name="errors">What kept evaluations from judging.</param>
    public ReplayResult Result(IEnumerable<AlertInstance> last, Instant end, IReadOnlyList<string> errors)
    {
        var all = periods
            .Concat(last.Where(alert => alert.IsOpen).Select(alert => Period(alert, end)))
            .OrderBy(period => period.ActiveAt)
            .ToList();
        return new(
            [.. all.Where(period => period.FiredAt is not null)],
            [.. all.Where(period => period.FiredAt is null)],
            errors
        );
    }

    private static ReplayPeriod Period(AlertInstance alert, Instant end) =>
        new(alert.Labels, alert.ActiveAt, alert.StartsAt, end, alert.ResolvedReason);
}
