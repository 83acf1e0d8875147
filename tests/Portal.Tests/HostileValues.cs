using System.Text.Json;

namespace Portal.Tests;

/// <summary>What people, scripts and attackers put into fields. Each is written as it stands in JSON, which YAML reads too.</summary>
internal static class HostileValues
{
    private static readonly (string Name, string Text)[] Texts =
    [
        ("right-to-left", "\u202Eevil\u202C אבג"),
        ("bidi isolates", "\u2066a\u2069\u200F"),
        ("zero width", "a\u200B\u200C\u200D\u2060b"),
        ("combining marks", "e" + new string('\u0301', 1000)),
        ("emoji joined", "👩‍👩‍👧‍👦🏳️‍🌈"),
        ("long", new string('x', 4_000)),
        ("markup", "<script>alert(1)</script>"),
        ("quote", "' or 1=1 --"),
        ("percent", "%s%n%x %2e%2e"),
        ("header split", "a\r\nSet-Cookie: b=c"),
        ("lines", "one\n  two\n\nthree\n"),
        ("carriage return", "a\rb"),
        ("next line", "a\u0085b\u2028c\u2029d"),
        ("path", "../../etc/passwd"),
        ("broken template", "{{ labels.x"),
        ("zone", "Mars/X"),
        ("posix zone", "foo5"),
        ("first day", "0001-01-01T00:00:00Z"),
        ("last second", "9999-12-31T23:59:59Z"),
        ("local far", "9999-12-31T23:59"),
        ("no date", "not a date"),
        ("leap", "2025-02-29T00:00:00Z"),
        ("negative duration", "-1m"),
        ("no duration", "0s"),
        ("endless duration", "1e99h"),
        ("huge duration", "999999999w"),
        ("ISO duration", "P1D"),
        ("word for number", "NaN"),
        ("infinite", "Infinity"),
        ("tab", "a\tb\t"),
        ("spaces", "  padded  "),
        ("blank", "   "),
        ("empty", ""),
        ("colon", "a: b # c"),
        ("dash", "- a"),
        ("null word", "null"),
        ("tilde", "~"),
        ("boolean word", "true"),
        ("YAML tag", "!!python/object:os.system"),
        ("alias", "*a"),
        ("anchor", "&a b"),
        ("byte order mark", "\uFEFFa"),
        ("control", "\u0001\u0007\u001b[31m"),
        ("delete", "\u007f\u0080"),
        ("no character", "\uFFFE\uFFFF"),
        ("mask", "***"),
        ("backslash", @"C:\new\table"),
        ("host", "http://user:pass@127.0.0.1/"),
        ("address", "javascript:alert(1)"),
    ];

    /// <summary>All of them, with what is no text besides.</summary>
    public static IReadOnlyList<HostileValue> All { get; } =
    [
        .. Texts.Select(one => new HostileValue(one.Name, JsonSerializer.Serialize(one.Text), one.Text)),
        new("NUL", "\"a\\u0000b\"", null),
        new("lone high surrogate", "\"a\\ud800b\"", null),
        new("lone low surrogate", "\"\\udc00\"", null),
        new("1e400", "1e400", null),
        new("-0", "-0", null),
        new("2^63", "9223372036854775808", null),
        new("-1", "-1", null),
        new("fraction", "0.1", null),
        new("long fraction", "0.12345678901234567890123456789", null),
        new("true", "true", null),
        new("null", "null", null),
        new("list", "[1, [2]]", null),
        new("object", "{\"a\": {\"b\": 1}}", null),
    ];

    /// <summary>One line for what is wrong in the same way, whatever the value was.</summary>
    public static string Told(IEnumerable<string> wrong) =>
        string.Join(
            '\n',
            wrong
                .GroupBy(one => string.Join(',', one.Split(',').Where((_, at) => at is 0 or 1)), StringComparer.Ordinal)
                .SelectMany(group => group.Take(6))
                .Take(150)
        );

    /// <summary>
    /// Every value meets some fields and every field some values, the same ones each time; with <c>PORTAL_TESTS=full</c> all
    /// of them meet.
    /// </summary>
    /// <param name="turn">Which of the shares, counted by fields or kinds.</param>
    /// <param name="share">One in so many.</param>
    public static IEnumerable<HostileValue> Share(int turn, int share) =>
        All.Where((value, at) => IsFull || value.Name is "NUL" or "lone high surrogate" || (at + turn) % share == 0);

    private static bool IsFull => Environment.GetEnvironmentVariable("PORTAL_TESTS") == "full";

    /// <summary>A text that can stand in an address.</summary>
    public static IEnumerable<HostileValue> InAddresses(int turn, int share) =>
        Share(turn, share).Where(value => value.Text is not null).Append(new("NUL", "", "a\0b"));
}

/// <param name="Json">How a document writes it.</param>
/// <param name="Text">What it says, for those that are texts which can be kept; null for the others.</param>
internal sealed record HostileValue(string Name, string Json, string? Text)
{
    public override string ToString() => Name;
}
