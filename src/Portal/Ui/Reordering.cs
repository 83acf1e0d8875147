namespace Portal.Ui;

/// <summary>Lists that a person puts in order with buttons.</summary>
internal static class Reordering
{
    /// <summary>Moves one entry by one place; at an end nothing happens.</summary>
    public static void Move<T>(this IList<T> list, int index, int by)
    {
        var to = index + by;
        if (to >= 0 && to < list.Count)
        {
            (list[index], list[to]) = (list[to], list[index]);
        }
    }
}
