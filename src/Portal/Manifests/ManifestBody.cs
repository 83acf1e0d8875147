using System.Globalization;
using System.Text;
using Portal.Data;

namespace Portal.Manifests;

/// <summary>Manifests as requests bring them: YAML or JSON, in UTF-8.</summary>
internal static class ManifestBody
{
    /// <summary>What clients call YAML; many say nothing but <c>text/plain</c> of a file that they send.</summary>
    private static readonly string[] AlsoTaken =
    [
        "application/json",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml",
        "text/plain",
    ];

    /// <summary>Broken bytes are refused: read as a replacement sign, they would be stored as something nobody wrote.</summary>
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    public static TBuilder TakesManifests<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(
            new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/yaml", .. AlsoTaken], typeof(string))
        );

    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new StreamReader(request.Body, Strict);
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("body", "The body is not valid UTF-8: save the file in UTF-8.");
        }
    }

    /// <summary>The header If-Match, as in <c>"4"</c>; null without it.</summary>
    public static int? ExpectedVersion(HttpRequest request) =>
        request.Headers.IfMatch.ToString() is not { Length: > 0 } header ? null
        : int.TryParse(header.Trim(' ', '"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
        : throw new InvalidInputException("If-Match", "If-Match holds the version that was read, for example \"4\".");
}
