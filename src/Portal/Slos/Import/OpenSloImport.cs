using Portal.Catalog;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Import;

/// <summary>
/// OpenSLO v1 that the portal does not take as it is: SLOs with several objectives become one for each, names become those
/// of the portal, and queries without a source get the backend of the import.
/// </summary>
internal sealed class OpenSloImport(ImportDraft draft)
{
    /// <summary>More promises than people make of one SLO; each is read with all that the SLO says.</summary>
    private const int MostObjectives = 20;

    /// <summary>Fields of an objective that it can be named after, best first.</summary>
    private static readonly string[] Names = ["displayName", "target", "targetPercent"];

    /// <returns>What is told of the documents.</returns>
    public IEnumerable<ManifestError> Read(string text)
    {
        var otherwise = new Dictionary<string, string>(StringComparer.Ordinal);
        if (draft.Options.Backend is { Length: > 0 } backend)
        {
            otherwise[SourceCodec.Reference] = backend;
        }

        var documents = ManifestReader.Read(text, otherwise);
        foreach (var document in documents.OrderBy(document => document.Kind == SloManifest.Kind))
        {
            ReadOne(document);
        }

        foreach (var document in documents)
        {
            Guest(document)?.TellWhenLeft(document);
        }

        return documents.SelectMany(document => document.Errors.Concat(document.Warnings));
    }

    private static GuestKind? Guest(ManifestDocument document) =>
        OpenSloGuests.All.FirstOrDefault(guest =>
            guest.Kind == document.Kind && guest.ApiVersion == document.ApiVersion
        );

    private void ReadOne(ManifestDocument document)
    {
        if (document.ApiVersion == SloManifest.ApiVersion && document.Kind == SloManifest.Kind)
        {
            ReadSlo(document);
        }
        else if (Guest(document) is { } guest)
        {
            ReadGuest(document, guest);
        }
        else if (document.Errors.Count == 0)
        {
            document.Warnings.Add(
                new(document.Line, "kind", $"{Shown.Message(document.Kind)} is left out: it is no kind of OpenSLO v1.")
            );
        }
    }

    private void ReadGuest(ManifestDocument document, GuestKind guest)
    {
        var isService = document.Kind == ServiceManifest.Kind;
        if (isService)
        {
            Rename(document, ImportDraft.NameOf(document.Name));
        }

        guest.Turn(document, null);
        if (isService)
        {
            var (at, description) = (document.Metadata ?? document.Spec, document.Spec.Text("description"));
            draft.Service(at, "labels", document.Name, Labels(document), description);
        }
        else if (
            document is { Kind: OpenSloGuests.Source, Errors.Count: 0 }
            && document.Spec.Peek("connectionDetails")?.Text("url") is { } url
        )
        {
            draft.Source(document.Name, url);
        }
    }

    private void ReadSlo(ManifestDocument document)
    {
        document.Settle(SloManifest.Definition.KeepsMetadata);
        var name = ImportDraft.NameOf(document.Name);
        if (name.Length == 0)
        {
            TellLeftOut(document, name, ImportDraft.Nameless);
            return;
        }

        if (ServiceOf(document) is not { } service)
        {
            return;
        }

        Rename(document, name);
        var objectives = document.Spec.Items("objectives");
        if (objectives.Count > MostObjectives)
        {
            TellLeftOut(document, name, $"it has more than {MostObjectives} objectives. Write several SLOs.");
            return;
        }

        for (var at = 0; at < Math.Max(objectives.Count, 1); at++)
        {
            var spec = objectives.Count > 1 ? document.Spec.Only("objectives", at) : document.Spec;
            var own = at == 0 ? name : Further(document, name, objectives[at], at);
            Add(document, own, spec.Beside("service", service));
        }
    }

    private string? ServiceOf(ManifestDocument document)
    {
        var named = document.Spec.Text("service");
        var service = draft.Service(document.Spec, "service", named, Labels(document));
        if (service is not null && named is not null && service != named)
        {
            document.Spec.Warn("service", $"The service is named {service} here.");
        }

        return service;
    }

    /// <summary>What a further objective is called: by what people call it, or by what it promises.</summary>
    private string Further(ManifestDocument document, string slo, ManifestNode objective, int at)
    {
        string[] ends =
        [
            .. Names.Select(field => ImportDraft.NameOf(objective.Text(field) ?? "")).Where(end => end.Length > 0),
            $"{at + 1}",
        ];
        var name =
            ends.Select(end => ImportDraft.NameOf($"{Short(slo, end)}-{end}")).FirstOrDefault(one => !draft.Has(one))
            ?? slo;
        document.Warnings.Add(
            new(objective.Line, $"spec.objectives[{at}]", $"An SLO has one objective here: this one becomes {name}.")
        );
        return name;
    }

    /// <summary>As much of a name as leaves room for its end.</summary>
    private static string Short(string name, string end) =>
        name[..Math.Clamp(ImportDraft.LongestName - end.Length - 1, 1, name.Length)];

    private void Add(ManifestDocument document, string name, ManifestNode spec)
    {
        var before = document.Errors.Count;
        var slo = SloManifest.Definition.Read(spec) as Slo;
        spec.Done();
        var reason =
            slo is null || document.Errors.Count > before
                ? "what is told of its lines would be refused."
                : draft.Put(name, document.Labels.ToDictionary(), slo);
        if (reason is not null)
        {
            TellLeftOut(document, name, reason);
        }
    }

    private static void TellLeftOut(ManifestDocument document, string name, string reason) =>
        document.Warnings.Add(new(document.Line, "metadata.name", ImportDraft.LeftOut(name, reason)));

    private static void Rename(ManifestDocument document, string name)
    {
        if (document.Misnamed is { } misnamed && name.Length > 0)
        {
            document.Errors.Remove(misnamed);
            document.Warnings.Add(new(misnamed.Line, misnamed.Path, $"It is named {name} here."));
        }
    }

    /// <summary>With the team from the annotations, where the labels have none.</summary>
    private static Dictionary<string, string> Labels(ManifestDocument document)
    {
        var labels = new Dictionary<string, string>(document.Labels.ToDictionary(), StringComparer.Ordinal);
        if (document.Annotations.TryGetValue("team", out var team))
        {
            labels.TryAdd("team", team);
        }

        return labels;
    }
}
