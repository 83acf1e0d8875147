using System.Text.Json;
using Portal.Domain.Labels;

namespace Portal.Manifests;

/// <summary>Labels as JSON columns keep them.</summary>
internal static class StoredLabels
{
    public static LabelSet Read(string json) =>
        LabelSet.From(JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? []);

    public static string Write(LabelSet labels) => JsonSerializer.Serialize(labels.ToDictionary());
}
