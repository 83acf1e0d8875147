using System.Text.Json;

namespace Portal.Access;

/// <summary>What changed between two JSON texts, field by field, for people to read.</summary>
internal static class JsonDiff
{
    /// <param name="before">Null for something new.</param>
    /// <param name="after">Null for something deleted.</param>
    public static IReadOnlyList<FieldChange> Of(string? before, string? after)
    {
        var (was, now) = (Fields(before), Fields(after));
        return
        [
            .. was
                .Keys.Union(now.Keys, StringComparer.Ordinal)
                .Select(path => new FieldChange(path, was.GetValueOrDefault(path), now.GetValueOrDefault(path)))
                .Where(change => change.Before != change.After),
        ];
    }

    /// <summary>Every single value by its path, in the order of the text.</summary>
    private static Dictionary<string, string> Fields(string? json)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json is null)
        {
            return fields;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            Add(fields, "", document.RootElement);
        }
        catch (JsonException)
        {
            fields[""] = json; // a text is shown as it is
        }

        return fields;
    }

    private static void Add(Dictionary<string, string> fields, string path, JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Add(fields, path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value);
            }
        }
        else if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var (index, item) in element.EnumerateArray().Index())
            {
                Add(fields, $"{path}[{index}]", item);
            }
        }
        else
        {
            fields[path] = element.ToString();
        }
    }
}

/// <param name="Before">Null where the field was not there.</param>
/// <param name="After">Null where it is no longer.</param>
internal sealed record FieldChange(string Path, string? Before, string? After);
