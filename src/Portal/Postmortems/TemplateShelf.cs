using Portal.Data;
using Portal.Domain.Postmortems;
using Portal.Manifests;

namespace Portal.Postmortems;

/// <summary>The templates to choose from: those that every portal has, and those that were defined here.</summary>
internal sealed class TemplateShelf(IDefinitions definitions)
{
    /// <summary>A template defined under this name is what drafts are made from when nobody chooses.</summary>
    public const string Chosen = "default";

    /// <summary>Defined ones first; one with the name of a built-in stands in its place.</summary>
    public IReadOnlyList<NamedTemplate> All
    {
        get
        {
            var defined = definitions
                .All<PostmortemTemplate>()
                .Select(one => new NamedTemplate(one.Name, one.Spec, IsBuiltIn: false))
                .ToList();
            return
            [
                .. defined,
                .. BuiltInTemplates
                    .All.Where(one => defined.TrueForAll(own => own.Name != one.Name))
                    .Select(one => new NamedTemplate(one.Name, one.Template, IsBuiltIn: true)),
            ];
        }
    }

    public NamedTemplate Default => Find(Chosen) ?? Find(BuiltInTemplates.Default)!;

    /// <exception cref="InvalidInputException">There is none of that name; says which there are.</exception>
    public NamedTemplate Get(string name) =>
        Find(name)
        ?? throw new InvalidInputException(
            "template",
            $"There is no PostmortemTemplate named {name}. Use one of: {string.Join(", ", All.Select(one => one.Name))}."
        );

    /// <summary>Null when it was deleted since.</summary>
    public NamedTemplate? Find(string name) =>
        definitions.FindByNameOrId<PostmortemTemplate>(name) is { } own ? new(own.Name, own.Spec, IsBuiltIn: false)
        : BuiltInTemplates.Find(name) is { } builtIn ? new(builtIn.Name, builtIn.Template, IsBuiltIn: true)
        : null;
}

internal sealed record NamedTemplate(string Name, PostmortemTemplate Template, bool IsBuiltIn)
{
    public string Title => Template.Title ?? Name;
}
