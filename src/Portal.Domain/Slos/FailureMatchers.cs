using System.Globalization;

namespace Portal.Domain.Slos;

/// <summary>Which values of a label say that something failed, as matchers of a selector.</summary>
public static class FailureMatchers
{
    private const int MostOfLabel = 8;
    private const int Most = 24;

    private static readonly IReadOnlyList<string> GrpcFaults =
    [
        "DataLoss",
        "DeadlineExceeded",
        "Internal",
        "ResourceExhausted",
        "Unavailable",
        "Unimplemented",
        "Unknown",
    ];

    // What the caller did wrong, or wanted.
    private static readonly IReadOnlyList<string> GrpcOthers =
    [
        "OK",
        "Aborted",
        "AlreadyExists",
        "Canceled",
        "Cancelled",
        "FailedPrecondition",
        "InvalidArgument",
        "NotFound",
        "OutOfRange",
        "PermissionDenied",
        "Unauthenticated",
    ];

    private static readonly IReadOnlyList<string> Words = ["error", "fail", "timeout", "exception", "abort"];

    /// <summary>
    /// The likely ones of one label, the likeliest first; none where nothing in its name or values speaks of failure. Codes of
    /// HTTP offer the class <c>5..</c> also while none has been seen: a promise is made before it is broken.
    /// </summary>
    /// <param name="label">Its name.</param>
    /// <param name="values">Those that the label has now.</param>
    public static IReadOnlyList<string> Of(string label, IReadOnlyCollection<string> values) =>
        SpeechOf(label, values) switch
        {
            Speech.Http => [$"{label}=~\"5..\"", .. Each(label, values.Where(value => value.StartsWith('5')))],
            Speech.HttpClass => [$"{label}=\"{FifthOf(values)}\""],
            Speech.Grpc => [$"{label}=~\"{string.Join('|', GrpcFaults)}\"", $"{label}!=\"OK\""],
            Speech.GrpcNumber => [$"{label}=~\"2|4|8|12|13|14|15\"", $"{label}!=\"0\""],
            Speech.Other => [.. Each(label, values.Where(IsFailure))],
        };

    /// <summary>Of all labels, the likeliest first.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, IReadOnlyList<string>> labels) =>
        [
            .. labels
                .OrderBy(label => SpeechOf(label.Key, label.Value))
                .SelectMany(label => Of(label.Key, label.Value))
                .Take(Most),
        ];

    /// <summary>A matcher of one value: <c>job="checkout"</c>.</summary>
    public static string Exactly(string label, string value) => $"{label}=\"{Escaped(value)}\"";

    private static string Escaped(string value) =>
        value
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);

    private static Speech SpeechOf(string label, IReadOnlyCollection<string> values) =>
        values.Count == 0 ? Speech.Other
        : values.All(IsCode) ? Speech.Http
        : values.All(IsClass) ? Speech.HttpClass
        : label.EndsWith("class", StringComparison.Ordinal) && values.All(value => value is [>= '1' and <= '5'])
            ? Speech.HttpClass
        : values.All(IsGrpc) && (values.Count > 1 || !values.Contains("Unknown", StringComparer.Ordinal)) ? Speech.Grpc
        : label.Contains("grpc", StringComparison.Ordinal) && values.All(IsGrpcNumber) ? Speech.GrpcNumber
        : Speech.Other;

    // Some exporters write 0 or nothing where there was no answer.
    private static bool IsCode(string value) =>
        value is "" or "0" or [>= '1' and <= '5', >= '0' and <= '9', >= '0' and <= '9'];

    private static bool IsClass(string value) => value is [>= '1' and <= '5', 'x' or 'X', 'x' or 'X'];

    private static bool IsGrpc(string value) =>
        GrpcFaults.Contains(value, StringComparer.Ordinal) || GrpcOthers.Contains(value, StringComparer.Ordinal);

    private static bool IsGrpcNumber(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && code <= 16;

    private static bool IsFailure(string value) =>
        value.Length < 80 && Words.Any(word => value.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string FifthOf(IReadOnlyCollection<string> values) => "5" + values.First()[1..];

    private static IEnumerable<string> Each(string label, IEnumerable<string> values) =>
        values.Order(StringComparer.Ordinal).Take(MostOfLabel).Select(value => Exactly(label, value));

    /// <summary>What the values of a label are, the plainest about failure first.</summary>
    private enum Speech
    {
        Http,
        HttpClass,
        Grpc,
        GrpcNumber,
        Other,
    }
}
