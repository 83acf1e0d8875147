using NodaTime;
using Portal.Domain.Labels;
using Portal.Domain.Telemetry;

namespace Portal.Domain.Alerting;

/// <summary>A rule run over the past: when would it have fired, and when nearly?</summary>
/// <remarks>
/// The same evaluation as in earnest, at each step of the series instead of at each interval; so a step coarser than the rule's
/// interval misses what is shorter than the step. Everything before the range is taken for fine.
/// </remarks>
public static class AlertReplay
{
    /// <param name="rule">The rule, saved or not. Whether it is paused makes no difference.</param>
    /// <param name="identity">Labels that the portal would add to its alerts.</param>
    /// <param name="series">What the rule's query returned for the range.</param>
    /// <param name="range">From the first step up to, not including, the end.</param>
    /// <param name="step">The distance of the points in <paramref name="series"/>.</param>
    public static ReplayResult Run(
        AlertRule rule,
        LabelSet identity,
        IReadOnlyList<SeriesPoints> series,
        Interval range,
        Duration step
    )
    {
        if (step <= Duration.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(step), step, "Steps go forward");
        }

        var columns = series.Select(one => new Column(one)).ToList();
        var periods = new PeriodLog();
        IReadOnlyList<AlertInstance> was = [];
        var health = RuleHealth.NotEvaluated;
        // To evaluation, the step is the interval: a step of an hour is no outage.
        var replayed = rule with
        {
            Interval = step,
            Paused = false,
        };
        for (var slot = range.Start; slot < range.End; slot += step)
        {
            var outcome = QueryOutcome.Answer(Samples(columns, slot, step));
            var now = AlertEvaluation.Next(replayed, identity, was, outcome, health, slot);
            periods.Add(now);
            (was, health) = (now.Instances, now.Health);
        }

        return periods.Result(was, range.End);
    }

    private static List<Sample> Samples(List<Column> columns, Instant slot, Duration step)
    {
        var samples = new List<Sample>(columns.Count);
        foreach (var column in columns)
        {
            if (column.ValueAt(slot, step) is { } value)
            {
                samples.Add(new(column.Labels, value));
            }
        }

        return samples;
    }

    /// <summary>A series that is read once from start to end.</summary>
    private sealed class Column(SeriesPoints points)
    {
        private int next;

        public LabelSet Labels => points.Labels;

        /// <summary>The newest value within the step that ends at the slot; null when there is none.</summary>
        public double? ValueAt(Instant slot, Duration step)
        {
            while (next < points.Times.Count && points.Times[next] <= slot)
            {
                next++;
            }

            return next > 0 && points.Times[next - 1] > slot - step ? points.Values[next - 1] : null;
        }
    }
}
