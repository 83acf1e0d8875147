using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Domain.Labels;

/// <summary>
/// A text with places for an alert's labels and value: <c>{{ labels.route }} fails {{ value | percent }}</c>. Logic-less: there
/// are no conditions, loops or queries, so a template can neither fail nor run away while somebody is being paged.
/// </summary>
/// <remarks>
/// <para>
/// Expressions: <c>labels.name</c> (or <c>labels["any name"]</c>), <c>value</c>, each with filters after a bar; see
/// <see cref="NumberFilter"/>. Prometheus' spelling works too: <c>$labels.name</c>, <c>$value</c>, <c>humanize</c>,
/// <c>humanize1024</c>, <c>humanizeDuration</c>, <c>humanizePercentage</c>, <c>printf "%.2f"</c>, before or after the value.
/// </para>
/// <para>A missing label renders empty. What is longer than 8 kB is cut. Anything else in braces is refused when it is parsed.</para>
/// </remarks>
public sealed class AnnotationTemplate
{
    /// <summary>The longest template and the longest rendered text, in UTF-8 bytes.</summary>
    public const int MaxBytes = 8192;

    private const string NoValue = "no value";

    private readonly IReadOnlyList<Part> parts;

    private AnnotationTemplate(IReadOnlyList<Part> parts) => this.parts = parts;

    /// <summary>Whether the value is named: such a text changes with every evaluation, so it cannot be a label.</summary>
    public bool NamesValue => parts.Any(part => part.Kind == PartKind.Value);

    /// <summary>
    /// A template for when an alert has to go out: one that is broken all the same is taken as it is, braces and all. People can
    /// read braces.
    /// </summary>
    public static AnnotationTemplate Lenient(string text) =>
        TryParse(text, out var template, out _) ? template : new([new(PartKind.Text, text)]);

    public static AnnotationTemplate Parse(string text) =>
        TryParse(text, out var template, out var error) ? template : throw new DomainException(error);

    /// <summary>Reads a template; the error is a sentence that names the expression that is not understood.</summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out AnnotationTemplate? template,
        [NotNullWhen(false)] out string? error
    )
    {
        var read = new List<Part>();
        error = Encoding.UTF8.GetByteCount(text) > MaxBytes ? "The text is longer than 8 kB." : Read(text, read);
        template = error is null ? new(read) : null;
        return error is null;
    }

    /// <param name="labels">The labels of the alert, rule labels included.</param>
    /// <param name="value">The value at the moment; null where there is none, as when the query gave no data.</param>
    public string Render(LabelSet labels, double? value)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(Rendered(part, labels, value));
            if (text.Length > MaxBytes)
            {
                break;
            }
        }

        return Cut(text.ToString());
    }

    private static string Rendered(Part part, LabelSet labels, double? value) =>
        part.Kind switch
        {
            PartKind.Text => part.Text,
            PartKind.Label => labels[part.Text],
            PartKind.Value => value is { } number ? part.Filter.Apply(number) : NoValue,
        };

    private static string? Read(string text, List<Part> into)
    {
        var at = 0;
        while (true)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            into.Add(new(PartKind.Text, open < 0 ? text[at..] : text[at..open]));
            if (open < 0)
            {
                return null;
            }

            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                return $"“{text[open..]}” is not closed: }}}} is missing.";
            }

            // {{- and -}} trim blanks in Prometheus' templates; texts of one line lose nothing without.
            var expression = text[(open + 2)..close].Trim().Trim('-').Trim();
            if (TemplateExpression.TryRead(expression) is not { } part)
            {
                return $"“{expression}” is not known. Use labels.NAME, value, value | percent, value | humanize or value | humanizeDuration.";
            }

            into.Add(part);
            at = close + 2;
        }
    }

    private static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxBytes)
        {
            return text;
        }

        var kept = text.AsSpan(0, Math.Min(text.Length, MaxBytes));
        while (
            Encoding.UTF8.GetByteCount(kept) > MaxBytes - Encoding.UTF8.GetByteCount("…")
            || char.IsHighSurrogate(kept[^1])
        )
        {
            kept = kept[..^1];
        }

        return string.Concat(kept, "…");
    }

    internal enum PartKind
    {
        Text,
        Label,
        Value,
    }

    internal readonly record struct Part(PartKind Kind, string Text, NumberFilter Filter = default);
}
