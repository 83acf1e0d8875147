using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

/// <summary>A history of one-minute slices with constant traffic, told as stretches: so long, at that error ratio.</summary>
internal sealed class History
{
    public static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    private readonly List<Instant> _starts = [];
    private readonly List<decimal> _good = [];
    private readonly List<decimal> _total = [];
    private int _minutes;

    public Instant End => Start + Duration.FromMinutes(_minutes);

    public Interval All => new(Start, End);

    public History Then(int minutes, decimal errorRatio = 0, decimal requests = 1000)
    {
        for (var end = _minutes + minutes; _minutes < end; _minutes++)
        {
            _starts.Add(End);
            _good.Add(requests * (1 - errorRatio));
            _total.Add(requests);
        }

        return this;
    }

    /// <summary>The backend did not answer.</summary>
    public History Gap(int minutes)
    {
        _minutes += minutes;
        return this;
    }

    public CumulativeSums Sums(Budgeting? budgeting = null) =>
        CumulativeSums.Of(
            new SliceSeries(SliceGrid.Default, _starts, _good, _total),
            budgeting ?? Budgeting.Occurrences
        );
}
