using NodaTime;
using Portal.Domain.Reports;

namespace Portal.Reports;

/// <summary>Where the dots of a strip stand: one for each incident, a row for each group, time on a logarithmic scale.</summary>
public sealed class DotStrip
{
    public const int RowHeight = 56;

    private const int Middle = 28;
    private const int DotStep = 7;
    private const int MostStacked = 6;

    /// <summary>Dots closer than this, in percent of the width, stand above each other.</summary>
    private const double Near = 1.4;

    private static readonly (Duration At, string Text)[] Times =
    [
        (Duration.FromSeconds(1), "1 s"),
        (Duration.FromSeconds(10), "10 s"),
        (Duration.FromMinutes(1), "1 min"),
        (Duration.FromMinutes(5), "5 min"),
        (Duration.FromMinutes(15), "15 min"),
        (Duration.FromHours(1), "1 h"),
        (Duration.FromHours(4), "4 h"),
        (Duration.FromHours(12), "12 h"),
        (Duration.FromDays(2), "2 d"),
        (Duration.FromDays(7), "7 d"),
        (Duration.FromDays(30), "30 d"),
        (Duration.FromDays(365), "1 y"),
    ];

    private readonly double least;
    private readonly double most;

    private DotStrip(double least, double most) => (this.least, this.most) = (least, most);

    public required IReadOnlyList<StripTick> Ticks { get; init; }

    public required IReadOnlyList<StripRow> Rows { get; init; }

    public int Height => Rows.Count * RowHeight;

    /// <param name="duration">Which of an incident's times is drawn; null for an incident that has none.</param>
    public static DotStrip Of(
        IReadOnlyList<ResponseGroup> groups,
        Func<ReportedIncident, Duration?> duration,
        Func<ResponseGroup, ResponseStatistics> statistics
    )
    {
        var seconds = groups.SelectMany(group => group.Incidents).Select(duration).OfType<Duration>().Select(Clamped);
        var (from, to) = Bounds([.. seconds]);
        var scale = new DotStrip(from, to) { Ticks = [], Rows = [] };
        return new(from, to)
        {
            Ticks =
            [
                .. Times
                    .Select(time => new StripTick(scale.X(time.At), time.Text))
                    .Where(tick => tick.X is >= 0 and <= 100),
            ],
            Rows =
            [
                .. groups.Select(
                    (group, row) =>
                    {
                        var numbers = statistics(group);
                        return new StripRow(
                            group.Name,
                            scale.X(numbers.Median),
                            numbers.N < ResponseStatistics.EnoughForP90 ? null : scale.X(numbers.P90),
                            scale.Dots(group.Incidents, duration, row * RowHeight + Middle)
                        );
                    }
                ),
            ],
        };
    }

    private List<StripDot> Dots(
        IReadOnlyList<ReportedIncident> incidents,
        Func<ReportedIncident, Duration?> duration,
        int middle
    )
    {
        var dots = new List<StripDot>();
        var timed = incidents
            .Select(incident => (incident, Time: duration(incident)))
            .Where(one => one.Time is not null);
        foreach (var (incident, time) in timed.OrderBy(one => one.Time))
        {
            var x = X(time!.Value);
            var beside = Math.Min(dots.Count(dot => Math.Abs(dot.X - x) < Near), MostStacked);
            // 0, +1, −1, +2, −2 … from the middle of the row
            var step = (beside + 1) / 2 * (beside % 2 == 1 ? 1 : -1);
            dots.Add(new(incident, time.Value, x, middle + step * DotStep));
        }

        return dots;
    }

    private double? X(Duration? time) => time is { } known ? X(known) : null;

    /// <summary>In percent of the width.</summary>
    private double X(Duration time) =>
        Math.Round(100 * (Math.Log(Clamped(time)) - Math.Log(least)) / (Math.Log(most) - Math.Log(least)), 2);

    /// <summary>A little wider than the sample, and at least a factor of ten, so that two dots do not fill it.</summary>
    private static (double Least, double Most) Bounds(List<double> seconds)
    {
        var (from, to) = seconds.Count == 0 ? (60, 3_600) : (seconds.Min() * 0.7, seconds.Max() * 1.4);
        return (from, Math.Max(to, from * 10));
    }

    private static double Clamped(Duration time) => Math.Max(1, time.TotalSeconds);
}

/// <param name="X">In percent of the width.</param>
public sealed record StripTick(double X, string Text);

/// <param name="P90">Null where too few incidents make it mean anything.</param>
public sealed record StripRow(string Group, double? Median, double? P90, IReadOnlyList<StripDot> Dots);

/// <param name="Y">In pixels.</param>
public sealed record StripDot(ReportedIncident Incident, Duration Time, double X, int Y);
