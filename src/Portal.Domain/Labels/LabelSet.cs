using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Domain.Labels;

/// <summary>
/// The labels of a series, an alert or an incident: names with values, each name once, sorted by name. Immutable; equal when
/// all names and values are equal.
/// </summary>
/// <remarks>
/// A label with an empty value is the same as no label, as in Prometheus: it is left out, and asking for an absent label gives
/// the empty text. Names are sorted by code point, which is also the order of their UTF-8 bytes; the public fingerprint needs
/// that order.
/// </remarks>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "A set is a collection.")]
public sealed class LabelSet : IReadOnlyCollection<Label>, IEquatable<LabelSet>
{
    public static readonly LabelSet Empty = new([]);

    private readonly Label[] labels;
    private readonly int hash;

    private LabelSet(Label[] sorted)
    {
        labels = sorted;
        var code = new HashCode();
        foreach (var label in sorted)
        {
            code.Add(label);
        }

        hash = code.ToHashCode();
    }

    public int Count => labels.Length;

    /// <summary>The value of a label; empty where the set does not have it.</summary>
    public string this[string name] => TryGet(name, out var value) ? value : "";

    public static LabelSet Of(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var all = new Label[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            all[i] = new(labels[i].Name, labels[i].Value);
        }

        return Sorted(all);
    }

    /// <summary>The same labels as a dictionary holds, without the empty ones. <see cref="ToDictionary"/> is the way back.</summary>
    public static LabelSet From(IEnumerable<KeyValuePair<string, string>> labels) =>
        Sorted([.. labels.Select(pair => new Label(pair.Key, pair.Value))]);

    public bool TryGet(string name, [MaybeNullWhen(false)] out string value)
    {
        var at = Find(name);
        value = at >= 0 ? labels[at].Value : null;
        return at >= 0;
    }

    public bool Has(string name) => Find(name) >= 0;

    /// <summary>This set with one label added or replaced; an empty value removes it.</summary>
    public LabelSet With(string name, string value) =>
        value.Length == 0 ? Without(name) : Merge(new([new(name, value)]));

    public LabelSet Without(params ReadOnlySpan<string> names)
    {
        var kept = new List<Label>(labels.Length);
        foreach (var label in labels)
        {
            if (!names.Contains(label.Name))
            {
                kept.Add(label);
            }
        }

        return kept.Count == labels.Length ? this : new([.. kept]);
    }

    /// <summary>All labels of both sets; where both have a name, the value of <paramref name="winner"/> stands.</summary>
    public LabelSet Merge(LabelSet winner)
    {
        if (labels.Length == 0 || winner.Count == 0)
        {
            return labels.Length == 0 ? winner : this;
        }

        var merged = new List<Label>(labels.Length + winner.labels.Length);
        var (mine, theirs) = (0, 0);
        while (mine < labels.Length || theirs < winner.labels.Length)
        {
            var order = Order(mine, winner, theirs);
            merged.Add(order < 0 ? labels[mine] : winner.labels[theirs]);
            mine += order <= 0 ? 1 : 0;
            theirs += order >= 0 ? 1 : 0;
        }

        return new([.. merged]);
    }

    public IReadOnlyDictionary<string, string> ToDictionary() =>
        labels.ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal);

    public bool Equals(LabelSet? other) =>
        other is not null && hash == other.hash && labels.AsSpan().SequenceEqual(other.labels);

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => hash;

    /// <summary>As people know it from PromQL: <c>{job="checkout", route="/pay"}</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length > 1 ? ", " : "").Append(name).Append("=\"");
            text.Append(value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
        }

        return text.Append('}').ToString();
    }

    public IEnumerator<Label> GetEnumerator() => labels.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => labels.GetEnumerator();

    private static LabelSet Sorted(Label[] given)
    {
        var sorted = Array.FindAll(given, label => label.Value.Length > 0);
        Array.Sort(sorted, (a, b) => CodePointOrder.Compare(a.Name, b.Name));
        for (var i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Name.Length == 0)
            {
                throw new DomainException("A label needs a name.");
            }

            if (i > 0 && sorted[i].Name == sorted[i - 1].Name)
            {
                throw new DomainException($"The label {sorted[i].Name} is given twice.");
            }
        }

        return sorted.Length == 0 ? Empty : new(sorted);
    }

    private int Find(string name)
    {
        var (low, high) = (0, labels.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = CodePointOrder.Compare(labels[middle].Name, name);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    private int Order(int mine, LabelSet other, int theirs)
    {
        if (mine == labels.Length || theirs == other.labels.Length)
        {
            return mine == labels.Length ? 1 : -1;
        }

        return CodePointOrder.Compare(labels[mine].Name, other.labels[theirs].Name);
    }
}

/// <summary>One name with its value.</summary>
public readonly record struct Label(string Name, string Value);
