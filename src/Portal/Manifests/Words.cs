namespace Portal.Manifests;

/// <summary>Enum values as manifests and the API write them: camelCase.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => Camel(value.ToString());

    public static IEnumerable<string> Of<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(Camel);

    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>One slip of the finger apart, or alike but for case.</summary>
    public static bool AreClose(string one, string other) =>
        one.Equals(other, StringComparison.OrdinalIgnoreCase)
        || (one.Length > 3 && Math.Abs(one.Length - other.Length) <= 2 && Distance(one, other) <= 2);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(
                    Math.Min(row[j] + 1, row[j - 1] + 1),
                    diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)
                );
                diagonal = above;
            }
        }

        return row[^1];
    }
}
