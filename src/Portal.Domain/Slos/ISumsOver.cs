using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>A part of an SLO's past, held so that the sums of any range of it are at hand.</summary>
public interface ISumsOver
{
    /// <summary>Where ranges may begin and end to be summed exactly: every slice, or every hour for the long past.</summary>
    SliceGrid Boundaries { get; }

    /// <summary>The sums of all slices that start in the range; what is not held counts as not measured.</summary>
    SliceSums Over(Interval range);
}
