using System.Collections.Concurrent;

namespace Portal.Data.Engine;

/// <summary>What a loop has begun and does not wait for, so that the next claim does not wait for it either.</summary>
internal sealed class Underway
{
    private readonly ConcurrentDictionary<Task, byte> begun = new();

    public int Count => begun.Count;

    /// <param name="task">Deals with its own failures.</param>
    public void Add(Task task)
    {
        begun[task] = 0;
        _ = task.ContinueWith(ended => begun.TryRemove(ended, out _), TaskScheduler.Default);
    }

    public Task WhenAllAsync() => Task.WhenAll(begun.Keys);
}
