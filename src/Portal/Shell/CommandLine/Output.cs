using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Shell.CommandLine;

/// <summary>What commands print: text for people, or JSON for programs with <c>-o json</c>.</summary>
internal static class Output
{
    public const string Json = "json";

    /// <summary>A terminal is no web page: names stay readable.</summary>
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Option<string> Option() =>
        new Option<string>("-o", "--output") { Description = "text (default) or json." }.AcceptOnlyFromAmong(
            "text",
            Json
        );

    public static Task WriteAsync(object answer) =>
        Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer, Indented));

    /// <summary>A description with examples below it, as <c>--help</c> shows it.</summary>
    public static string Help(string description, params string[] examples) =>
        $"{description}\n\nExamples\n{string.Join('\n', examples.Select(example => "  " + example))}";
}
