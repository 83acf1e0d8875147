using System.Globalization;

namespace Portal.Domain.Labels;

/// <summary>
/// The public name of a label set: 64 bits, written as 16 hex digits. The same number that Prometheus and Alertmanager compute,
/// so an alert is found under one name in all of them.
/// </summary>
/// <remarks>
/// FNV-1a, 64 bits, over the UTF-8 bytes of: name, 0xff, value, 0xff, for each label in the order of names. 0xff never occurs in
/// UTF-8, so <c>ab=c</c> and <c>a=bc</c> differ. (Alertmanager api/v2, prometheus/common model/signature.go.)
/// </remarks>
public readonly record struct Fingerprint(ulong Value)
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const byte Separator = 0xff;

    public static Fingerprint Of(LabelSet labels)
    {
        var hash = Offset;
        foreach (var (name, value) in labels)
        {
            hash = Add(Add(hash, name), value);
        }

        return new(hash);
    }

    /// <summary>Reads the 16 hex digits that <see cref="ToString"/> writes; null when they are not that.</summary>
    public static Fingerprint? TryParse(string? text) =>
        text?.Length == 16
        && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new(value)
            : null;

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Add(ulong hash, string text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var written = rune.EncodeToUtf8(utf8);
            foreach (var one in utf8[..written])
            {
                hash = unchecked((hash ^ one) * Prime);
            }
        }

        return unchecked((hash ^ Separator) * Prime);
    }
}
