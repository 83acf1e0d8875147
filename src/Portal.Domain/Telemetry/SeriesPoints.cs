using NodaTime;
using Portal.Domain.Labels;

namespace Portal.Domain.Telemetry;

/// <summary>
/// One series over a range, as two columns of equal length: when, and what was measured. Times ascend; a moment without a value
/// is left out.
/// </summary>
public sealed class SeriesPoints
{
    public SeriesPoints(LabelSet labels, IReadOnlyList<Instant> times, IReadOnlyList<double> values)
    {
        if (times.Count != values.Count)
        {
            throw new ArgumentException($"{times.Count} times for {values.Count} values", nameof(values));
        }

        for (var i = 1; i < times.Count; i++)
        {
            if (times[i] <= times[i - 1])
            {
                throw new ArgumentException($"{times[i]} does not come after {times[i - 1]}", nameof(times));
            }
        }

        (Labels, Times, Values) = (labels, times, values);
    }

    public LabelSet Labels { get; }

    public IReadOnlyList<Instant> Times { get; }

    public IReadOnlyList<double> Values { get; }
}
