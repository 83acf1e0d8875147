using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Catalog;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Import;

/// <summary>What an import has come to so far. Only an SLO that the portal would take is put in; of another it says why not.</summary>
internal sealed partial class ImportDraft(ImportOptions options)
{
    public const int LongestName = 63;

    public const string Nameless =
        "it has no name that the portal could keep. Give it one of lower-case letters, digits and dashes.";

    private readonly SortedDictionary<string, JsonObject> services = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonObject> sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> slos = new(StringComparer.Ordinal);

    public ImportOptions Options { get; } = options;

    public string Yaml => ManifestExport.Yaml([.. sources.Values, .. services.Values, .. slos.Values]);

    public bool IsEmpty => slos.Count == 0;

    /// <summary>A name as the portal takes it.</summary>
    public static string NameOf(string text)
    {
        var plain = Other().Replace(text.ToLowerInvariant(), "-").Trim('-');
        return plain[..Math.Min(plain.Length, LongestName)].TrimEnd('-');
    }

    /// <param name="at">The SLO as it was written: what is told stands there.</param>
    public void Add(ManifestNode at, string name, IReadOnlyDictionary<string, string> labels, JsonObject spec)
    {
        var read = ManifestReader.Spec(spec.ToJsonString());
        var slo = SloManifest.Definition.Read(read) as Slo;
        read.Done();
        if (slo is null || read.Errors.Count > 0)
        {
            var reason = string.Join(' ', read.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal));
            at.Warn("name", $"{name} is left out, because the portal would refuse it: {reason}");
            return;
        }

        if (Put(name, labels, slo) is { } refusal)
        {
            at.Warn("name", LeftOut(name, refusal));
        }
    }

    public static string LeftOut(string name, string reason) =>
        $"{(name.Length > 0 ? name : "An SLO")} is left out: {reason}";

    public bool Has(string name) => slos.ContainsKey(name);

    /// <returns>Why it is left out; null where it is put in.</returns>
    public string? Put(string name, IEnumerable<KeyValuePair<string, string>> labels, Slo slo) =>
        name.Length == 0 ? Nameless
        : slos.TryAdd(name, SloManifest.Definition.Manifest(name, Json(labels), SloManifest.Definition.Write(slo)))
            ? null
        : "there is another SLO of that name. Give it a name of its own.";

    /// <summary>Where a backend answers, as OpenSLO has it.</summary>
    public void Source(string name, string url) =>
        sources[name] = Document(
            "DataSource",
            name,
            [],
            new()
            {
                ["type"] = SourceCodec.Type,
                ["connectionDetails"] = new JsonObject { ["url"] = url },
            }
        );

    /// <summary>
    /// A service that the SLOs belong to: as OpenSLO has it, it is created if there is none of that name and left alone
    /// otherwise.
    /// </summary>
    /// <returns>Its name; null, and told, where none can be known.</returns>
    public string? Service(
        ManifestNode at,
        string field,
        string? named,
        IReadOnlyDictionary<string, string> labels,
        string? description = null
    )
    {
        var name = NameOf(Options.Service ?? named ?? "");
        if (name.Length == 0)
        {
            at.Warn(
                field,
                "The service that this belongs to cannot be known: name it with the import, service=checkout."
            );
            return null;
        }

        if (services.ContainsKey(name))
        {
            return name;
        }

        var spec = description is null ? [] : new JsonObject { ["description"] = description };
        services[name] = Document(ServiceManifest.Kind, name, TeamOf(at, field, name, labels), spec);
        return name;
    }

    /// <param name="alerts">Null for the presets of the window.</param>
    public static JsonObject Spec(
        string service,
        string? description,
        string indicator,
        JsonObject ratio,
        SloWindow window,
        BudgetingMethod method,
        Objective objective,
        JsonArray? alerts
    )
    {
        var spec = new JsonObject
        {
            ["service"] = service,
            ["indicator"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = indicator },
                ["spec"] = new JsonObject { ["ratioMetric"] = ratio },
            },
            ["timeWindow"] = new JsonArray(WindowCodec.Write(window)),
            ["budgetingMethod"] = method.ToString(),
            ["objectives"] = new JsonArray(new JsonObject { ["target"] = objective.Value.Plain() }),
        };
        if (description is { Length: > 0 })
        {
            spec["description"] = description;
        }

        if (alerts is not null)
        {
            spec["alertPolicies"] = alerts;
        }

        return spec;
    }

    private Dictionary<string, string> TeamOf(
        ManifestNode at,
        string field,
        string service,
        IReadOnlyDictionary<string, string> labels
    )
    {
        if ((Options.Team ?? labels.GetValueOrDefault("team") ?? labels.GetValueOrDefault("owner")) is { } team)
        {
            return new(StringComparer.Ordinal) { ["team"] = team };
        }

        at.Warn(
            field,
            $"No team is named: if the portal has no service {service} yet, name its team with the import, team=shop, or add metadata.labels.team to the Service."
        );
        return [];
    }

    private static JsonObject Document(string kind, string name, Dictionary<string, string> labels, JsonObject spec)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels.Count > 0)
        {
            metadata["labels"] = Json(labels);
        }

        return new()
        {
            ["apiVersion"] = SloManifest.ApiVersion,
            ["kind"] = kind,
            ["metadata"] = metadata,
            ["spec"] = spec,
        };
    }

    private static JsonObject Json(IEnumerable<KeyValuePair<string, string>> labels) =>
        new(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)JsonValue.Create(label.Value))));

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Other();
}

/// <param name="Backend">Answers the queries of all SLOs.</param>
/// <param name="Service">That all belong to; null for those that the file names.</param>
/// <param name="Team">That owns a service which the portal does not have yet; null for the one in its labels.</param>
internal sealed record ImportOptions(string Backend, string? Service = null, string? Team = null)
{
    public string? Service { get; } = string.IsNullOrEmpty(Service) ? null : Service;

    public string? Team { get; } = string.IsNullOrEmpty(Team) ? null : Team;
}
