using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>
/// Replays the alerts of an SLO over its history, slice by slice, by the same rules as the live engine:
/// gaps freeze, silence keeps, faster tiers hold back slower ones. Linear in the number of slices.
/// </summary>
public static class BackTest
{
    /// <summary>When each alert would have told people, in order of start.</summary>
    /// <param name="slo">The definition, saved or not.</param>
    /// <param name="history">Its slices. What lies before the first one is unknown: long windows freeze until they fill.</param>
    /// <param name="range">The instants to judge at: every slice boundary after its start, up to and including its end.</param>
    /// <param name="all">The same with what lies before, for alerts that look at a whole window; the slices where null.</param>
    public static IReadOnlyList<FiredPeriod> Run(Slo slo, ISumsOver history, Interval range, ISumsOver? all = null)
    {
        var replay = new Replay(slo, history, all ?? history);
        var grid = slo.Grid;
        var last = grid.Floor(range.End);
        for (var at = grid.Floor(range.Start) + grid.Slice; at <= last; at += grid.Slice)
        {
            replay.JudgeAt(at);
        }

        return replay.Periods();
    }

    private sealed class Replay(Slo slo, ISumsOver history, ISumsOver all) : IAlertSums
    {
        private readonly Dictionary<string, FiredPeriod> _open = new(StringComparer.Ordinal);
        private readonly List<FiredPeriod> _closed = [];
        private IReadOnlyCollection<string> _firing = [];
        private Instant _renewal = Instant.MinValue;
        private SliceSums? _window;

        public Instant At { get; private set; }

        public Interval Period { get; private set; }

        public SliceSums Window => _window ??= all.Over(new Interval(Period.Start, At));

        public SliceSums Last(Duration lookBack) =>
            lookBack == slo.Window.NominalLength
                ? all.Over(new Interval(At - lookBack, At))
                : history.Over(new Interval(At - (slo.Grid.Slice * slo.Grid.SlicesIn(lookBack)), At));

        public SliceSums WindowBefore(Duration ago) => all.Over(slo.Window.RangeAt(At - ago));

        public void JudgeAt(Instant at)
        {
            (At, _window) = (at, null);
            if (slo.Window is RollingWindow || at >= _renewal)
            {
                Period = slo.Window.PeriodAt(at);
                _renewal = Period.End;
            }

            var judged = slo.Alerts.Select(alert => new JudgedAlert(alert, alert.Decide(slo, this))).ToList();
            if (_firing.Count == 0 && !judged.Exists(tier => tier.Decision == BudgetAlertDecision.Fires))
            {
                return;
            }

            var tiers = TierState.Next(judged, _firing);
            _firing = [.. tiers.Where(tier => tier.IsFiring).Select(tier => tier.Alert.Name)];
            foreach (var tier in tiers)
            {
                Record(tier);
            }
        }

        public IReadOnlyList<FiredPeriod> Periods() =>
            [
                .. _closed
                    .Concat(_open.Values)
                    .OrderBy(period => period.Start)
                    .ThenBy(period => period.Alert.LookBack ?? Duration.MaxValue),
            ];

        private void Record(TierState tier)
        {
            var name = tier.Alert.Name;
            if (!tier.Notifies)
            {
                if (_open.Remove(name, out var ended))
                {
                    _closed.Add(ended with { End = At });
                }

                return;
            }

            var value = tier.Alert.Measure(slo, this) ?? 0;
            var known = _open.GetValueOrDefault(name) ?? new FiredPeriod(tier.Alert, At, null, value);
            _open[name] = known with { Peak = tier.Alert.Worse(known.Peak, value) };
        }
    }
}

/// <summary>A time in which an alert would have told people.</summary>
/// <param name="Alert">The tier.</param>
/// <param name="Start">The slice boundary at which it fires and is not held back.</param>
/// <param name="End">The boundary at which it no longer does; null where it still did at the end of the range.</param>
/// <param name="Peak">The worst that it measured, by <see cref="BudgetAlert.Measure"/>: the highest burn rate, the least that remained.</param>
public sealed record FiredPeriod(BudgetAlert Alert, Instant Start, Instant? End, decimal Peak);
