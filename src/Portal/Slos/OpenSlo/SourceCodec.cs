using System.Text.Json.Nodes;
using Portal.Manifests;

namespace Portal.Slos.OpenSlo;

/// <summary>Where a number of an indicator comes from: <c>metricSource: { metricSourceRef, type, spec }</c>.</summary>
internal static class SourceCodec
{
    public const string Type = "Prometheus";
    public const string Reference = "metricSourceRef";

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

        var backend = Backend(source);
        var type = source.Text("type") ?? Type;
        if (!type.Equals(Type, StringComparison.OrdinalIgnoreCase))
        {
            source.Refuse("type", $"{type} is not measured yet: use {Type}, which VictoriaMetrics speaks too.");
        }

        T? found = null;
        if (source.Child("spec") is { } spec)
        {
            found = read(spec);
            // Its fields are for the source to choose: those of others are told.
            spec.TellRest();
        }
        else if (!source.Has("spec"))
        {
            source.Refuse("spec", "spec is missing: { query: <what to ask the backend> }.");
        }

        source.Done();
        return found is not null && backend.Length > 0 ? (backend, found) : null;
    }

    private static string Backend(ManifestNode source)
    {
        if (!source.Has(Reference) && source.File.Otherwise.TryGetValue(Reference, out var backend))
        {
            source.Warn(Reference, $"metricSourceRef is missing: {backend} answers the query.");
            return backend;
        }

        return source.Required(
            Reference,
            "name the Backend that answers the query, or let portal import openslo --backend do it."
        );
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
