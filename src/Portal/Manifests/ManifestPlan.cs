using System.Text.Json.Nodes;
using Portal.Access;
using Portal.Data;

namespace Portal.Manifests;

/// <summary>What a set of documents would do to a view: judged whole, before anything is written.</summary>
internal sealed class ManifestPlan
{
    /// <summary>Pages stand at these addresses, where nobody would find what is named so.</summary>
    private static readonly string[] Pages = ["new", "policies"];

    private readonly ManifestKinds kinds;
    private readonly SecretBox secrets;
    private readonly DefinitionView before;
    private readonly List<PlannedDocument> planned = [];

    private ManifestPlan(ManifestKinds kinds, SecretBox secrets, DefinitionView before)
    {
        this.kinds = kinds;
        this.secrets = secrets;
        this.before = before;
        After = before;
    }

    public IReadOnlyList<PlannedDocument> Documents => planned;

    public DefinitionView After { get; private set; }

    public static ManifestPlan Of(
        IReadOnlyList<ManifestDocument> documents,
        ManifestKinds kinds,
        SecretBox secrets,
        DefinitionView before
    )
    {
        var plan = new ManifestPlan(kinds, secrets, before);
        foreach (var document in documents)
        {
            plan.planned.Add(plan.Read(document));
        }

        plan.RefuseTwice();
        plan.After = before.With(plan.planned.Select(document => document.Entry).OfType<DefinitionEntry>(), []);
        plan.planned.ForEach(plan.CheckBesideOthers);
        plan.planned.ForEach(planned => planned.Guest?.TellWhenLeft(planned.Document));
        return plan;
    }

    public ManifestResults Results(bool applied) => new([.. planned.Select(document => document.Result)], applied);

    private PlannedDocument Read(ManifestDocument document)
    {
        var kind = kinds.Find(document.Kind);
        if (kinds.Guest(document) is { } guest)
        {
            return guest.Turn(document, before) is { } turned
                ? Read(turned)
                : new PlannedDocument(document, null, null, null, guest);
        }

        if (kind is null || kind.ApiVersion != document.ApiVersion)
        {
            if (document.Errors.Count == 0)
            {
                document.Errors.Add(kinds.Refusal(document));
            }

            return new PlannedDocument(document, null, null, null);
        }

        return Judge(document, kind);
    }

    private PlannedDocument Judge(ManifestDocument document, ManifestKind kind)
    {
        document.Settle(kind.KeepsMetadata);
        var spec = kind.Read(document.Spec);
        document.Spec.Done();
        var was = before.Entry(kind.Kind, document.Name);
        if (spec is null || document.Errors.Count > 0)
        {
            return new PlannedDocument(document, kind, was, null);
        }

        var json = StoredSecrets.Close(kind, kind.Write(spec), was?.Stored.Spec, secrets, document.Spec);
        var labels = StoredLabels.Write(document.Labels);
        var same =
            was is not null
            && JsonNode.DeepEquals(JsonNode.Parse(was.Stored.Spec), json)
            && JsonNode.DeepEquals(JsonNode.Parse(was.Stored.Labels), JsonNode.Parse(labels));
        var stored = same
            ? was!.Stored
            : new StoredDefinition
            {
                Id = was?.Stored.Id ?? Guid.CreateVersion7(),
                Kind = kind.Kind,
                Name = document.Name,
                Labels = labels,
                Spec = json.ToJsonString(),
                Version = (was?.Stored.Version ?? 0) + 1,
                UpdatedBy = "",
            };
        // Read again from what is stored, so that what is in force is what a restart would read.
        var inForce = same ? was!.Spec : kind.Read(ManifestReader.Spec(stored.Spec)) ?? spec;
        return new PlannedDocument(document, kind, was, new DefinitionEntry(kind, stored, inForce));
    }

    private void RefuseTwice()
    {
        foreach (
            var again in planned
                .Where(one => one.Document.Name.Length > 0)
                .GroupBy(one => (one.Document.ApiVersion, one.Document.Kind, one.Document.Name))
                .SelectMany(group => group.Skip(1).Select(second => (group.First(), second)))
        )
        {
            var (first, second) = again;
            second.Document.Errors.Add(
                new(
                    second.Document.Line,
                    "metadata.name",
                    $"{second.Document.Kind} {second.Document.Name} is defined twice: first on line {first.Document.Line}."
                )
            );
        }
    }

    private void CheckBesideOthers(PlannedDocument planned)
    {
        if (planned.Entry is not { } entry)
        {
            return;
        }

        var document = planned.Document;
        if (planned.Was is null && Pages.Contains(document.Name, StringComparer.Ordinal))
        {
            var message = $"{document.Name} is the address of a page of the portal: choose another name.";
            document.Errors.Add(new(document.Line, "metadata.name", message));
        }

        foreach (var reference in entry.Kind.References(entry.Spec))
        {
            if (!After.Exists(reference.Kind, reference.Name))
            {
                Refuse(document, reference.Path, $"There is no {reference.Kind} named {reference.Name}.");
            }
        }

        foreach (var (path, message) in entry.Kind.Check(entry.Spec, After))
        {
            Refuse(document, path, message);
        }

        if (document.ExpectedVersion is { } expected && expected != (planned.Was?.Stored.Version ?? 0))
        {
            throw new ConflictException(
                $"{document.Kind} {document.Name} was changed by {planned.Was?.Stored.UpdatedBy ?? "somebody"} while you edited it. Reload it to see their change; yours was not saved."
            );
        }
    }

    private static void Refuse(ManifestDocument document, string path, string message) =>
        document.Errors.Add(
            new(ManifestLines.Of(document.Spec, path), path.Length == 0 ? "spec" : $"spec.{path}", message)
        );
}

/// <param name="Was">What is in force; null for something new.</param>
/// <param name="Entry">What would be; null when it could not be read.</param>
/// <param name="Guest">Set for what is kept as a part of other definitions.</param>
internal sealed record PlannedDocument(
    ManifestDocument Document,
    ManifestKind? Kind,
    DefinitionEntry? Was,
    DefinitionEntry? Entry,
    GuestKind? Guest = null
)
{
    public bool IsChange => Entry is not null && !ReferenceEquals(Entry.Stored, Was?.Stored);

    public ManifestResult Result =>
        ManifestResult.Of(Document, Action, Document.Errors.Count > 0 ? null : Entry?.Stored.Version);

    private string Action =>
        Document.Errors.Count > 0 ? ManifestResult.Invalid
        : Guest is not null ? ManifestResult.Unchanged
        : Entry is null ? ManifestResult.Invalid
        : Was is null ? ManifestResult.Created
        : IsChange ? ManifestResult.Updated
        : ManifestResult.Unchanged;
}
