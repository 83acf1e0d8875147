namespace Portal.Data.Engine;

/// <summary>Work that must never be late or lost: evaluating rules, firing timers, delivering messages.</summary>
/// <remarks>
/// Every replica runs it and claims due rows with <c>for update skip locked</c>, a lease and the row's version. What a
/// stalled node writes after its lease is over meets another version and changes nothing.
/// </remarks>
internal interface IEngineWork
{
    string Name { get; }

    /// <summary>How often to look when nothing wakes it.</summary>
    TimeSpan Tick { get; }

    /// <summary>The change that wakes it before its tick; null when there is none.</summary>
    string? WokenBy { get; }

    /// <returns>How long the loop may rest if nothing wakes it: zero when more may be due already, and at most the tick.</returns>
    Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>The portal stops and nothing more is claimed: waits for what was begun.</summary>
    Task FinishAsync() => Task.CompletedTask;
}
