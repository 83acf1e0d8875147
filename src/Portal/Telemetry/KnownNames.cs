using System.Collections.Concurrent;
using NodaTime;
using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>
/// Names that backends told a moment ago, so that whoever types a query asks each of them once a minute and not at every letter.
/// Only answers are kept, never a failure: a backend that is back is asked at once.
/// </summary>
internal sealed class KnownNames(IClock clock)
{
    private const int Most = 500;

    private static readonly Duration Fresh = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<object, (Instant Until, object Answer)> known = new();

    /// <param name="key">The backend in its version, and the question.</param>
    public async Task<QueryOutcome<T>> AskAsync<T>(object key, Func<Task<QueryOutcome<T>>> ask)
    {
        var now = clock.GetCurrentInstant();
        if (known.TryGetValue(key, out var last) && last.Until > now)
        {
            return (QueryOutcome<T>)last.Answer;
        }

        var answer = await ask();
        if (answer.Failure is null)
        {
            MakeRoom(now);
            known[key] = (now + Fresh, answer);
        }

        return answer;
    }

    private void MakeRoom(Instant now)
    {
        if (known.Count < Most)
        {
            return;
        }

        foreach (var (key, (until, _)) in known.OrderBy(one => one.Value.Until).Take(Most / 2).ToList())
        {
            known.TryRemove(key, out _);
        }
    }
}
