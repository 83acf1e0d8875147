using NodaTime;
using Portal.Domain.Alerting;
using Portal.Ui;

namespace Portal.Alerting;

/// <summary>When at least one alert of a rule fired, as bands of a chart.</summary>
internal static class FiredBands
{
    /// <summary>From what was recorded.</summary>
    /// <param name="history">Transitions within the range, in any order.</param>
    /// <param name="open">The alerts that are open now: one may have fired through the whole range.</param>
    public static IReadOnlyList<ChartBand> Of(
        IEnumerable<StoredTransition> history,
        IEnumerable<AlertInstance> open,
        Interval range
    )
    {
        var spans = open.Where(alert => alert.State is AlertState.Firing or AlertState.Recovering)
            .Select(alert => (From: alert.StartsAt ?? alert.ActiveAt, To: (Instant?)null))
            .ToList();
        foreach (var episodes in history.GroupBy(step => step.Fingerprint, StringComparer.Ordinal))
        {
            Instant? began = null;
            foreach (var step in episodes.OrderBy(step => step.Seq))
            {
                if (step is { To: AlertState.Firing, From: not AlertState.Recovering })
                {
                    began = step.At;
                }
                else if (step is { To: AlertState.Resolved, From: AlertState.Firing or AlertState.Recovering })
                {
                    spans.Add((began ?? range.Start, step.At));
                    began = null;
                }
            }
        }

        return Merge(spans, range);
    }

    /// <summary>From a replay of the past.</summary>
    public static IReadOnlyList<ChartBand> Of(ReplayResult replay, Interval range) =>
        Merge(replay.Fired.Select(period => (period.FiredAt!.Value, (Instant?)period.EndedAt)), range);

    private static IReadOnlyList<ChartBand> Merge(IEnumerable<(Instant From, Instant? To)> spans, Interval range)
    {
        var merged = new List<(Instant From, Instant? To)>();
        foreach (
            var (from, to) in spans
                .Where(span => span.To is not { } end || end > range.Start)
                .OrderBy(span => span.From)
        )
        {
            if (merged.Count > 0 && (merged[^1].To is not { } end || end >= from))
            {
                var last = merged[^1];
                merged[^1] = (last.From, last.To is null || to is null ? null : Instant.Max(last.To.Value, to.Value));
            }
            else
            {
                merged.Add((Instant.Max(from, range.Start), to));
            }
        }

        return
        [
            .. merged.Select(span => new ChartBand(
                span.From.ToUnixTimeSeconds(),
                span.To?.ToUnixTimeSeconds(),
                Kind: ChartBandKind.Fired
            )
            {
                Title = $"Fired for {Numbers.Duration((span.To ?? range.End) - span.From)}",
            }),
        ];
    }
}
