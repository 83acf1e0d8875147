using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Data;

namespace Portal.Shell;

/// <summary>Says of a request that could not even be read which field it was and what to write there.</summary>
/// <remarks>The framework's own words name .NET types and parameters of methods, which nobody outside knows.</remarks>
internal static partial class BadRequests
{
    private const string Body = "body";

    public static InvalidInputException? Explain(BadHttpRequestException bad) =>
        bad.InnerException is JsonException json ? new(Field(json), Sentence(json))
        : Parameter().Match(bad.Message) is { Success: true } parameter ? OfParameter(parameter)
        : bad.Message.Contains("no body was provided", StringComparison.Ordinal)
            ? new(Body, "The body is missing: send a JSON object.")
        : null;

    private static InvalidInputException OfParameter(Match parameter)
    {
        var (type, name) = (parameter.Groups["type"].Value, parameter.Groups["name"].Value);
        if (parameter.Groups["where"].Value is "body")
        {
            return new(Body, "The body is missing: send a JSON object.");
        }

        var field = JsonNamingPolicy.CamelCase.ConvertName(name);
        return parameter.Groups["what"].Value is "Required"
            ? new(field, $"{field} is missing.")
            : new(field, $"{Shown.Short(parameter.Groups["value"].Value)} is not understood. {Expected(type)}");
    }

    /// <summary><c>$.sections[0].title</c> becomes <c>sections[0].title</c>.</summary>
    private static string Field(JsonException json) =>
        json.Path is { Length: > 2 } path ? path.TrimStart('$').TrimStart('.') : Body;

    private static string Sentence(JsonException json) =>
        Conversion().Match(json.Message) is { Success: true } conversion
            ? Expected(json.InnerException is { } reason ? reason.Message : conversion.Groups["type"].Value)
        : json.Message.Contains("maximum configured depth", StringComparison.Ordinal)
            ? "The JSON is nested too deeply: 32 levels at most."
        : json.Message.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase)
            ? "The JSON names this property twice: keep one."
        : json.Message == PlainText.LoneSurrogate ? json.Message
        : json.InnerException is not null || json.Message.Contains("LineNumber", StringComparison.Ordinal)
            ? $"This is not valid JSON, near line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}."
        : json.Message;

    private static string Expected(string type) =>
        type switch
        {
            _ when type.Contains("Bool", StringComparison.OrdinalIgnoreCase) => "Write true or false.",
            _ when type.Contains("surrogate", StringComparison.OrdinalIgnoreCase)
                    || type.Contains("UTF-16", StringComparison.Ordinal) => PlainText.LoneSurrogate,
            _ when type.Contains("Int", StringComparison.OrdinalIgnoreCase)
                    || type.Contains("number", StringComparison.Ordinal)
                    || type is "long" or "Nullable<long>" => "Write a whole number.",
            _ when type.Contains("Guid", StringComparison.Ordinal) => "Write an id, a UUID.",
            _ when type.Contains("String", StringComparison.OrdinalIgnoreCase) => "Write text here, in quotes.",
            _ when type.Contains("List", StringComparison.Ordinal) || type.Contains("[]", StringComparison.Ordinal) =>
                "Write a list here: [ … ].",
            _ => "Write an object here: { … }.",
        };

    [GeneratedRegex(
        """^(?<what>Required|Failed to bind|Failed to read) parameter "(?<type>[^ "]+) (?<name>\w+)"( from "(?<value>.*)"| was not provided from (?<where>\w+))?""",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Parameter();

    [GeneratedRegex(
        """could not be converted to (?<type>[^ ]+)\. Path""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Conversion();
}
