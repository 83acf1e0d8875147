namespace Portal.Domain.Labels;

/// <summary>Compares texts by code point, which is the order of their UTF-8 bytes.</summary>
/// <remarks>
/// .NET's ordinal comparison compares UTF-16 units, where the surrogates (the halves of code points above U+FFFF) come before
/// U+E000..U+FFFF. A surrogate always stands for a greater code point than any single unit; everywhere else both orders agree.
/// </remarks>
internal static class CodePointOrder
{
    public static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
        {
            return a.Length - b.Length;
        }

        var (left, right) = (char.IsSurrogate(a[same]), char.IsSurrogate(b[same]));
        return left == right ? a[same] - b[same] : left.CompareTo(right);
    }
}
