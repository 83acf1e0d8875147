using System.Text.Json.Nodes;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>Where a number of an indicator comes from: <c>metricSource: { metricSourceRef, type, spec }</c>.</summary>
internal static class SourceCodec
{
    public const string Type = "Prometheus";

    /// <param name="read">Takes what it needs from spec; null when it refused.</param>
    /// <returns>The backend's name and what was read; null when either was refused or is missing.</returns>
    public static (string Backend, T Read)? Read<T>(ManifestNode owner, Func<ManifestNode, T?> read)
        where T : class
    {
        if (owner.Child("metricSource") is not { } source)
        {
            if (!owner.Has("metricSource"))
            {
                owner.Refuse(
                    "metricSource",
                    "metricSource is missing: { metricSourceRef: <backend>, type: Prometheus, spec: { query: … } }."
                );
            }

            return null;
        }

        var backend = source.Required("metricSourceRef", "name the Backend that answers the query.");
        var type = source.Text("type") ?? Type;
        if (!type.Equals(Type, StringComparison.OrdinalIgnoreCase))
        {
            source.Refuse("type", $"{type} is not measured yet: use {Type}, which VictoriaMetrics speaks too.");
        }

        T? found = null;
        if (source.Child("spec") is { } spec)
        {
            found = read(spec);
            spec.Done();
        }
        else if (!source.Has("spec"))
        {
            source.Refuse("spec", "spec is missing: { query: <what to ask the backend> }.");
        }

        source.Done();
        return found is not null && backend.Length > 0 ? (backend, found) : null;
    }

    public static JsonObject Write(string backend, JsonObject spec) =>
        new()
        {
            ["metricSource"] = new JsonObject
            {
                ["metricSourceRef"] = backend,
                ["type"] = Type,
                ["spec"] = spec,
            },
        };
}
