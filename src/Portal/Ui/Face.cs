namespace Portal.Ui;

/// <summary>Initials and tint of a person: the tint is a second clue, so it only has to be the same everywhere and always.</summary>
internal static class Face
{
    private static readonly string[] Tints = ["", "who-b", "who-c", "who-d"];

    /// <summary>First letters of the first and last word; of a single word its first two.</summary>
    public static string Initials(string name)
    {
        var words = name.Split([' ', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries);
        var initials = words switch
        {
            [] => "?",
            [var only] => only[..Math.Min(2, only.Length)],
            [var first, .., var last] => $"{first[0]}{last[0]}",
        };
        return initials.ToUpperInvariant();
    }

    /// <summary>FNV-1a over the name: unlike string.GetHashCode the same after a restart and on every replica.</summary>
    public static string Tint(string name)
    {
        var hash = name.ToUpperInvariant()
            .Aggregate(2166136261u, (sum, letter) => unchecked((sum ^ letter) * 16777619u));
        return Tints[hash % (uint)Tints.Length];
    }
}
