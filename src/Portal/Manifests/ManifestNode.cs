using System.Globalization;
using NodaTime;
using Portal.Data;
using Portal.Domain.Time;
using YamlDotNet.RepresentationModel;

namespace Portal.Manifests;

/// <summary>One mapping of a manifest, read field by field; remembers where each stood and what was wrong with it.</summary>
/// <remarks>
/// Reading never throws: a wrong field is an error in <see cref="Errors"/> and reads as absent, so that one pass finds
/// everything. <see cref="Done"/> then complains of fields that nobody read. Longer than other files: one method for each
/// type that a field can have, all of which the kinds know by this one name.
/// </remarks>
internal sealed class ManifestNode
{
    private readonly Dictionary<string, YamlNode> fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    private readonly ManifestFindings findings;
    private string? added;

    public ManifestNode(YamlMappingNode mapping, string path, ManifestFindings findings, int? line = null)
    {
        Path = path;
        this.findings = findings;
        Line = line ?? (int)mapping.Start.Line;
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            fields[name] = value;
        }
    }

    public string Path { get; }

    public int Line { get; }

    public List<ManifestError> Errors => findings.Errors;

    public List<ManifestError> Warnings => findings.Warnings;

    /// <summary>The file that it stands in.</summary>
    public ManifestFile File => findings.File;

    public void StandsIn(ManifestFile file) => findings.File = file;

    public IEnumerable<string> Names => fields.Keys;

    public int? LineOf(string name) =>
        !fields.TryGetValue(name, out var node) ? null
        : name == added ? Line
        : (int)node.Start.Line;

    /// <summary>A mapping below this one, or an entry of a list; null when it is neither. Notes nothing as read.</summary>
    public ManifestNode? Peek(string name, int? index = null) =>
        fields.GetValueOrDefault(name) switch
        {
            YamlMappingNode mapping when index is null => new ManifestNode(mapping, Join(name), findings),
            YamlSequenceNode list
                when index is { } at && at < list.Children.Count && list[at] is YamlMappingNode item =>
                new ManifestNode(item, $"{Join(name)}[{index}]", findings),
            _ => null,
        };

    public bool Has(string name) => fields.TryGetValue(name, out var node) && !IsNull(node);

    public void Refuse(string name, string message) =>
        Errors.Add(new ManifestError(LineOf(name) ?? Line, Join(name), message));

    public void Warn(string name, string message) => Warnings.Add(new(LineOf(name) ?? Line, Join(name), message));

    /// <summary>Takes a field that has no counterpart here, and says so.</summary>
    public void Drop(string name, string message)
    {
        read.Add(name);
        if (Has(name))
        {
            Warn(name, message);
        }
    }

    /// <summary>Some of these fields under other names, each with the line where it stands.</summary>
    public ManifestNode Renamed(params IEnumerable<(ManifestNode From, string Name, string As)> kept) =>
        new(
            new YamlMappingNode(
                kept.Where(field => field.From.Has(field.Name))
                    .Select(field => KeyValuePair.Create<YamlNode, YamlNode>(field.As, field.From.fields[field.Name]))
            ),
            Path,
            findings,
            Line
        );

    /// <summary>This with one entry of a list only, each with the line where it stands.</summary>
    public ManifestNode Only(string name, int index) =>
        new(
            new YamlMappingNode(
                fields.Select(field =>
                    KeyValuePair.Create<YamlNode, YamlNode>(
                        field.Key,
                        field.Key == name && field.Value is YamlSequenceNode list
                            ? new YamlSequenceNode(list[index])
                            : field.Value
                    )
                )
            ),
            Path,
            findings,
            Line
        );

    /// <summary>A field that the file says elsewhere, with the line where it stands.</summary>
    public void TakeOver(ManifestNode? from, string name)
    {
        if (from?.Has(name) != true)
        {
            return;
        }

        if (Has(name) && !ReferenceEquals(fields[name], from.fields[name]))
        {
            Refuse(name, $"{name} is given twice: leave it where {from.Path} has it.");
        }

        fields[name] = from.fields[name];
    }

    /// <summary>This with one field more, which the file says elsewhere.</summary>
    public ManifestNode Beside(string name, string text)
    {
        fields[name] = new YamlScalarNode(text);
        added = name;
        return this;
    }

    private void Refuse(YamlNode node, string name, string message) =>
        Errors.Add(new((int)node.Start.Line, Join(name), message));

    /// <summary>A single value that can be kept as it is; null, with an error, for anything else.</summary>
    private string? Kept(YamlNode node, string name)
    {
        var text = (node as YamlScalarNode)?.Value;
        var refusal = text is null ? "Write a single value here." : PlainText.Refusal(text);
        if (refusal is null)
        {
            return text;
        }

        Refuse(node, name, refusal);
        return null;
    }

    private bool IsName(string name)
    {
        if (PlainText.Refusal(name) is not { } refusal)
        {
            return true;
        }

        Refuse(name, $"The name of this field cannot be kept. {refusal}");
        return false;
    }

    /// <returns>Null when it is absent; an error when it is no single value.</returns>
    public string? Text(string name)
    {
        read.Add(name);
        if (!Has(name))
        {
            return null;
        }

        return Kept(fields[name], name);
    }

    /// <returns>Empty, with an error, when it is absent or blank.</returns>
    public string Required(string name, string hint)
    {
        var before = Errors.Count;
        var text = Text(name);
        if (string.IsNullOrWhiteSpace(text) && Errors.Count == before)
        {
            Refuse(name, $"{name} is missing: {hint}");
        }

        return text ?? "";
    }

    public decimal? Number(string name) =>
        Parsed<decimal>(
            name,
            text =>
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : null,
            "Write a number, for example 0.999."
        );

    public int? Whole(string name, int least, int most) =>
        Parsed<int>(
            name,
            text =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least
                && number <= most
                    ? number
                    : null,
            $"Write a whole number from {least} to {most}."
        );

    public bool? Switch(string name) =>
        Parsed<bool>(
            name,
            text =>
                text switch
                {
                    "true" => true,
                    "false" => false,
                    _ => null,
                },
            "Write true or false."
        );

    public Duration? Duration(string name) =>
        Parsed<Duration>(
            name,
            text => DurationText.TryParse(text, out var duration) ? duration : null,
            "Write a duration such as 30s, 5m, 1h, 7d or 4w."
        );

    /// <summary>An RFC 3339 time with its offset.</summary>
    public Instant? Instant(string name) => Parsed<Instant>(name, RequestTime.Parse, RequestTime.Hint);

    public LocalDateTime? LocalTime(string name) =>
        Parsed<LocalDateTime>(name, ParseLocal, "Write a local time such as 2026-01-05T09:00, from 1970 to 2199.");

    /// <summary>One of the names of an enum, in camelCase as manifests write it.</summary>
    public T? Word<T>(string name)
        where T : struct, Enum =>
        Parsed<T>(
            name,
            text => Words.TryParse<T>(text, out var word) ? word : null,
            $"Use one of: {string.Join(", ", Words.Of<T>())}."
        );

    public ManifestNode? Child(string name)
    {
        read.Add(name);
        if (!Has(name))
        {
            return null;
        }

        if (fields[name] is YamlMappingNode mapping)
        {
            return new ManifestNode(mapping, Join(name), findings);
        }

        Refuse(name, $"{name} holds fields of its own: write them below it.");
        return null;
    }

    /// <summary>A list of mappings; empty when it is absent.</summary>
    public IReadOnlyList<ManifestNode> Items(string name)
    {
        var items = new List<ManifestNode>();
        foreach (var (item, index) in Sequence(name))
        {
            if (item is YamlMappingNode mapping)
            {
                items.Add(new ManifestNode(mapping, $"{Join(name)}[{index}]", findings));
            }
            else
            {
                Errors.Add(
                    new((int)item.Start.Line, $"{Join(name)}[{index}]", "Write fields here, as in { name: value }.")
                );
            }
        }

        return items;
    }

    /// <summary>A list of single values; empty when it is absent.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var (item, index) in Sequence(name))
        {
            if (Kept(item, $"{name}[{index}]") is { Length: > 0 } text)
            {
                texts.Add(text);
            }
            else if (item is YamlScalarNode { Value: null or "" })
            {
                Refuse(item, $"{name}[{index}]", "Write a single value here.");
            }
        }

        return texts;
    }

    /// <summary>A list in which each entry is either a single value or a mapping; empty when it is absent.</summary>
    public IReadOnlyList<(string? Text, ManifestNode? Node)> Either(string name) =>
        [
            .. Sequence(name)
                .Select(entry =>
                    entry.Item is YamlMappingNode mapping
                        ? ((string?)null, new ManifestNode(mapping, $"{Join(name)}[{entry.Index}]", findings))
                        : (Kept(entry.Item, $"{name}[{entry.Index}]") ?? "", null)
                ),
        ];

    /// <summary>Names and texts, as <see cref="Map"/>; several values of one name, as OpenSLO allows, become one text.</summary>
    public IReadOnlyDictionary<string, string> Labels(string name)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Child(name) is { } child)
        {
            foreach (var key in child.Names)
            {
                var text = child.fields[key] is YamlSequenceNode ? string.Join(',', child.Texts(key)) : child.Text(key);
                if (text is not null && child.IsName(key))
                {
                    map[key] = text;
                }
            }
        }

        return map;
    }

    /// <summary>Names and texts; empty when it is absent.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Child(name) is { } child)
        {
            foreach (var key in child.Names)
            {
                if (child.Text(key) is { } text && child.IsName(key))
                {
                    map[key] = text;
                }
            }
        }

        return map;
    }

    /// <summary>Complains of every field that was not read: a misspelt one must not be dropped in silence.</summary>
    public void Done()
    {
        foreach (var name in fields.Keys.Where(name => !read.Contains(name)))
        {
            var near = read.FirstOrDefault(known => Words.AreClose(known, name));
            Refuse(
                name,
                near is null
                    ? $"Unknown field. Known here: {string.Join(", ", read.Order(StringComparer.Ordinal))}."
                    : $"Unknown field: did you mean {near}?"
            );
        }
    }

    /// <summary>Tells of every field that was not read, in a document of others that is taken as far as it goes.</summary>
    public void TellRest()
    {
        foreach (var name in fields.Keys.Where(name => !read.Contains(name)))
        {
            Warn(name, $"{name} has no counterpart here and is left out.");
        }
    }

    private static LocalDateTime? ParseLocal(string text)
    {
        foreach (
            var pattern in new[]
            {
                NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
                NodaTime.Text.LocalDateTimePattern.ExtendedIso,
            }
        )
        {
            if (pattern.Parse(text) is { Success: true, Value: var time } && RequestTime.IsReckoned(time))
            {
                return time;
            }
        }

        return null;
    }

    private IEnumerable<(YamlNode Item, int Index)> Sequence(string name)
    {
        read.Add(name);
        if (!Has(name))
        {
            return [];
        }

        if (fields[name] is YamlSequenceNode sequence)
        {
            return sequence.Children.Select((item, index) => (item, index));
        }

        Refuse(name, $"{name} is a list: begin each entry with a dash.");
        return [];
    }

    private T? Parsed<T>(string name, Func<string, T?> parse, string hint)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var value = parse(text.Trim());
        if (value is null)
        {
            Refuse(name, $"{Shown.Short(text)} is not understood. {hint}");
        }

        return value;
    }

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
