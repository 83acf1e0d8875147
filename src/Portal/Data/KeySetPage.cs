namespace Portal.Data;

/// <summary>One page of a list in memory: what stands after a key, at most so many, and the key to go on from.</summary>
internal static class KeySetPage
{
    public const int Usual = 100;
    private const int Most = 500;

    /// <param name="all">In ordinal order of <paramref name="key"/>.</param>
    /// <param name="key">What names an item.</param>
    /// <param name="after">The key of the last item of the page before; null for the first page.</param>
    /// <param name="limit">What the caller asked for, brought to 1 to 500.</param>
    public static (IReadOnlyList<T> Items, string? Next) Of<T>(
        IEnumerable<T> all,
        Func<T, string> key,
        string? after,
        int limit
    )
    {
        var most = Limit(limit);
        var found = all.Where(item => after is null || string.CompareOrdinal(key(item), after) > 0)
            .Take(most + 1)
            .ToList();
        return found.Count > most ? (found[..most], key(found[most - 1])) : (found, null);
    }

    public static int Limit(int asked) => Math.Clamp(asked, 1, Most);
}
