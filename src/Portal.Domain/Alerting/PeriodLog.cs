using NodaTime;

namespace Portal.Domain.Alerting;

/// <summary>Collects the episodes of a replay as they end, and each error once.</summary>
internal sealed class PeriodLog
{
    /// <summary>A rule that counts more alerts at each step says so in other words at each.</summary>
    private const int MostErrors = 10;

    private readonly List<ReplayPeriod> periods = [];
    private readonly HashSet<string> errors = new(StringComparer.Ordinal);

    public void Add(EvaluationResult evaluation)
    {
        periods.AddRange(
            evaluation
                .Transitions.Where(transition => transition.To == AlertState.Resolved)
                .Select(transition => Period(transition.Instance, transition.At))
        );
        if (evaluation.Health is { Status: HealthStatus.Error, Error: { } error } && errors.Count < MostErrors)
        {
            errors.Add(error);
        }
    }

    /// <param name="last">The alerts after the last evaluation; what is open among them lasts to the end.</param>
    /// <param name="end">The end of the range.</param>
    public ReplayResult Result(IEnumerable<AlertInstance> last, Instant end)
    {
        var all = periods
            .Concat(last.Where(alert => alert.IsOpen).Select(alert => Period(alert, end)))
            .OrderBy(period => period.ActiveAt)
            .ToList();
        return new(
            [.. all.Where(period => period.FiredAt is not null)],
            [.. all.Where(period => period.FiredAt is null)],
            [.. errors]
        );
    }

    private static ReplayPeriod Period(AlertInstance alert, Instant end) =>
        new(alert.Labels, alert.ActiveAt, alert.StartsAt, end, alert.ResolvedReason);
}
