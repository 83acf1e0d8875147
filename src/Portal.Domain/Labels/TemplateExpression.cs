using System.Text.RegularExpressions;

namespace Portal.Domain.Labels;

/// <summary>Reads what stands between two braces of an <see cref="AnnotationTemplate"/>.</summary>
internal static partial class TemplateExpression
{
    /// <summary>The part that an expression stands for; null when it is not one of the few that are known.</summary>
    public static AnnotationTemplate.Part? TryRead(string expression)
    {
        var label = Label().Match(expression);
        if (label.Success)
        {
            return new(AnnotationTemplate.PartKind.Label, label.Groups["name"].Value);
        }

        var value = Value().Match(expression);
        return
            value.Success
            && NumberFilter.TryRead(value.Groups["before"].Value + value.Groups["after"].Value) is { } filter
            ? new(AnnotationTemplate.PartKind.Value, "", filter)
            : null;
    }

    [GeneratedRegex(
        """
            ^( \$?labels\.(?<name>\w+)
             | \$?labels\["(?<name>[^"]+)"\]
             | index\s+\$?labels\s+"(?<name>[^"]+)" )$
            """,
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Label();

    // One filter, before the value as Go writes a call or after it as a pipe.
    [GeneratedRegex(
        """^( \$?value (\s*\|\s*(?<after>.+))? | (?<before>[a-z]+[A-Za-z0-9]*(\s+"[^"]*")?)\s+\$?value )$""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Value();
}
