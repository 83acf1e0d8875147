using System.Globalization;

namespace Portal.Ui;

/// <summary>Ids that are unique within a document, for what a label or a description points at.</summary>
internal sealed class FieldIds
{
    private int last;

    public string Next(string kind) => kind + (++last).ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a <see cref="Field"/> tells the input inside it.</summary>
internal sealed record FieldScope(string Id, string? DescribedBy, bool IsInvalid, bool IsRequired);
