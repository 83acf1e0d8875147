using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Replays the burn-rate alerts of an SLO over its history, slice by slice, by the same rules as the live engine:
/// gaps freeze, silence keeps, faster tiers hold back slower ones. Linear in the number of slices.
/// </summary>
public static class BackTest
{
    /// <summary>When each alert would have told people, in order of start.</summary>
    /// <param name="slo">The definition, saved or not.</param>
    /// <param name="history">Its slices. What lies before the first one is unknown: long windows freeze until they fill.</param>
    /// <param name="range">The instants to judge at: every slice boundary after its start, up to and including its end.</param>
    public static IReadOnlyList<FiredPeriod> Run(Slo slo, CumulativeSums history, Interval range)
    {
        var replay = new Replay(slo, history);
        var grid = history.Grid;
        var last = grid.Floor(range.End);
        for (var at = grid.Floor(range.Start) + grid.Slice; at <= last; at += grid.Slice)
        {
            replay.JudgeAt(at);
        }

        return replay.Periods();
    }

    private sealed class Replay(Slo slo, CumulativeSums history)
    {
        private readonly Dictionary<string, FiredPeriod> _open = new(StringComparer.Ordinal);
        private readonly List<FiredPeriod> _closed = [];
        private IReadOnlyCollection<string> _firing = [];
        private Interval _period;
        private Instant _renewal = Instant.MinValue;

        public void JudgeAt(Instant at)
        {
            if (at >= _renewal)
            {
                _period = slo.Window.PeriodAt(at);
                // The period of a rolling window has always the same length; only calendar ones need another look.
                _renewal = slo.Window is RollingWindow ? Instant.MaxValue : _period.End;
            }

            var decisions = slo.Alerts.Select(alert => (Alert: alert, Decision: Decide(alert, at))).ToList();
            if (_firing.Count == 0 && !decisions.Exists(tier => tier.Decision == BurnRateDecision.Fires))
            {
                return;
            }

            var tiers = TierState.Next(decisions, _firing);
            _firing = [.. tiers.Where(tier => tier.IsFiring).Select(tier => tier.Alert.Name)];
            foreach (var tier in tiers)
            {
                Record(tier, at);
            }
        }

        public IReadOnlyList<FiredPeriod> Periods() =>
            [.. _closed.Concat(_open.Values).OrderBy(period => period.Start).ThenBy(period => period.Alert.LongWindow)];

        private BurnRateDecision Decide(BurnRateAlert alert, Instant at) =>
            slo.Decide(alert, _period, history.Last(alert.LongWindow, at), history.Last(alert.ShortWindow, at));

        private void Record(TierState tier, Instant at)
        {
            var name = tier.Alert.Name;
            if (!tier.Notifies)
            {
                if (_open.Remove(name, out var ended))
                {
                    _closed.Add(ended with { End = at });
                }

                return;
            }

            var known = _open.GetValueOrDefault(name) ?? new FiredPeriod(tier.Alert, at, null, 0);
            _open[name] = known with { PeakBurn = Math.Max(known.PeakBurn, GoverningBurn(tier.Alert, at)) };
        }

        private decimal GoverningBurn(BurnRateAlert alert, Instant at)
        {
            var longBurn = slo.BurnOver(alert.LongWindow, history.Last(alert.LongWindow, at)).Rate ?? 0;
            var shortBurn = slo.BurnOver(alert.ShortWindow, history.Last(alert.ShortWindow, at)).Rate ?? 0;
            return Math.Min(longBurn, shortBurn);
        }
    }
}

/// <summary>A time in which an alert would have told people.</summary>
/// <param name="Alert">The tier.</param>
/// <param name="Start">The slice boundary at which it fires and is not held back.</param>
/// <param name="End">The boundary at which it no longer does; null where it still did at the end of the range.</param>
/// <param name="PeakBurn">The highest burn rate of the slower of its two windows: the one that decides.</param>
public sealed record FiredPeriod(BurnRateAlert Alert, Instant Start, Instant? End, decimal PeakBurn);
