using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

/// <summary>Slices with their hours and days, as the store keeps them; any range is read by its plan.</summary>
internal sealed class RolledUpLedger
{
    private readonly SliceGrid grid;
    private readonly Dictionary<(LedgerBucket Bucket, Instant Start), SliceSums> rows = [];

    public RolledUpLedger(SliceSeries slices, Budgeting budgeting)
    {
        grid = slices.Grid;
        for (var i = 0; i < slices.Starts.Count; i++)
        {
            var sums = budgeting.Count(SliceSums.Of(slices.Good[i], slices.Total[i]));
            foreach (var bucket in Enum.GetValues<LedgerBucket>())
            {
                var key = (bucket, Floor(slices.Starts[i], bucket));
                rows[key] = rows.GetValueOrDefault(key) + sums;
            }
        }
    }

    public SliceSums Over(Interval range)
    {
        var plan = WindowPlan.For(range, grid);
        var sums = default(SliceSums);
        foreach (var part in plan.Parts)
        {
            for (var at = part.From; at < part.To; at += Size(part.Bucket))
            {
                sums += rows.GetValueOrDefault((part.Bucket, at));
            }
        }

        return sums with
        {
            Expected = plan.ExpectedSlices,
        };
    }

    private Instant Floor(Instant at, LedgerBucket bucket) =>
        NodaConstants.UnixEpoch + (Size(bucket) * Math.Floor((at - NodaConstants.UnixEpoch) / Size(bucket)));

    private Duration Size(LedgerBucket bucket) =>
        bucket switch
        {
            LedgerBucket.Slice => grid.Slice,
            LedgerBucket.Hour => Duration.FromHours(1),
            LedgerBucket.Day => Duration.FromDays(1),
        };
}
