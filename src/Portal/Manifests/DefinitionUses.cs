namespace Portal.Manifests;

/// <summary>Who names a definition, without knowing the kinds that later slices bring.</summary>
internal sealed class DefinitionUses(Definitions definitions)
{
    /// <summary>Where definitions of a kind have their pages; a kind that is not here is shown without a link.</summary>
    private static readonly Dictionary<string, string> Pages = new(StringComparer.Ordinal)
    {
        ["AlertRule"] = "/rules/",
        ["Backend"] = "/backends/",
        ["EscalationPolicy"] = "/escalations/",
        ["Runbook"] = "/runbooks/",
        ["Schedule"] = "/schedules/",
        ["Service"] = "/services/",
        ["SLO"] = "/slos/",
        ["Team"] = "/admin/teams/",
        ["User"] = "/admin/users/",
    };

    /// <summary>By kind and name, ascending.</summary>
    public IReadOnlyList<DefinitionUse> Of(string kind, string name) =>
        [
            .. definitions
                .View.Entries.Where(entry =>
                    entry.Kind.References(entry.Spec).Any(reference => reference.Kind == kind && reference.Name == name)
                )
                .Select(entry => new DefinitionUse(entry.Kind.Kind, entry.Stored.Name, Href(entry)))
                .OrderBy(use => use.Kind, StringComparer.Ordinal)
                .ThenBy(use => use.Name, StringComparer.Ordinal),
        ];

    private static string? Href(DefinitionEntry entry) =>
        Pages.TryGetValue(entry.Kind.Kind, out var page) ? page + entry.Stored.Name : null;
}

/// <param name="Href">Its page; null where its kind has none.</param>
internal sealed record DefinitionUse(string Kind, string Name, string? Href);
