using Portal.Data;

namespace Portal.Manifests;

/// <summary>Before any row: whoever changes definitions is alone, with all the working rows that follow from them.</summary>
/// <remarks>
/// An apply locks rows one definition after another, and work on many of them locks several at once: in no common order, so
/// that the two would wait for each other. Work therefore shares this lock and waits for an apply: milliseconds.
/// </remarks>
internal static class DefinitionLock
{
    private const long Key = 0x646566; // "def"

    /// <summary>Together with others who only work by the definitions.</summary>
    public static Task ShareAsync(UnitOfWork work, CancellationToken cancellationToken) =>
        work.ExecuteAsync("select pg_advisory_xact_lock_shared(@Key)", new { Key }, cancellationToken);

    /// <summary>Alone: one writer at a time, each judging what the one before has left.</summary>
    public static Task HoldAsync(UnitOfWork work, CancellationToken cancellationToken) =>
        work.ExecuteAsync("select pg_advisory_xact_lock(@Key)", new { Key }, cancellationToken);
}
