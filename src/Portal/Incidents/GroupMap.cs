using Portal.Data;

namespace Portal.Incidents;

/// <summary>Which incident a group's alerts go to: held before any incident by whoever reads it for alerts or changes it.</summary>
/// <remarks>
/// Alerts hold several groups in one transaction, in the order of their keys; a merge holds two incidents, in the order of
/// their numbers. Neither order is the other, so that the two would wait for each other. A merge therefore waits until no
/// alerts are on their way, and alerts wait for the merge: milliseconds, a few times a week.
/// </remarks>
internal static class GroupMap
{
    private const long Key = 7_412_001;

    /// <summary>Together with others who only follow it.</summary>
    public static Task FollowAsync(UnitOfWork work, CancellationToken cancellationToken) =>
        work.ExecuteAsync("select pg_advisory_xact_lock_shared(@Key)", new { Key }, cancellationToken);

    /// <summary>Alone: merges happen one after the other.</summary>
    public static Task ChangeAsync(UnitOfWork work, CancellationToken cancellationToken) =>
        work.ExecuteAsync("select pg_advisory_xact_lock(@Key)", new { Key }, cancellationToken);
}
