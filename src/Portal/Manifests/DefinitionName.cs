using System.Text.RegularExpressions;

namespace Portal.Manifests;

/// <summary>RFC 1123 labels: they stand in addresses, files and other systems unchanged.</summary>
internal static partial class DefinitionName
{
    public static bool IsValid(string name) => Label().IsMatch(name);

    [GeneratedRegex(
        "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\z",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Label();
}
