using System.Collections.Frozen;

namespace Portal.Manifests;

/// <summary>The definitions at one moment. Never changes: a change makes a new view.</summary>
internal sealed class DefinitionView : IDefinitions
{
    public static readonly DefinitionView Empty = new([]);

    private readonly FrozenDictionary<(string Kind, string Name), DefinitionEntry> byName;
    private readonly FrozenDictionary<Type, object> byType;

    public DefinitionView(IEnumerable<DefinitionEntry> entries)
    {
        byName = entries.ToFrozenDictionary(entry => (entry.Kind.Kind, entry.Stored.Name));
        byType = byName.Values.GroupBy(entry => entry.Kind.SpecType).ToFrozenDictionary(group => group.Key, Typed);
    }

    public IEnumerable<DefinitionEntry> Entries => byName.Values;

    public DefinitionEntry? Entry(string kind, string name) => byName.GetValueOrDefault((kind, name));

    public DefinitionEntry? EntryByNameOrId(string kind, string nameOrId) =>
        Entry(kind, nameOrId)
        ?? (
            Guid.TryParse(nameOrId, out var id)
                ? Entries.FirstOrDefault(entry => entry.Kind.Kind == kind && entry.Stored.Id == id)
                : null
        );

    public bool Exists(string kind, string name) => byName.ContainsKey((kind, name));

    public Definition<T>? Find<T>(string name)
        where T : class => ByType<T>().ByName.GetValueOrDefault(name);

    public IReadOnlyList<Definition<T>> All<T>()
        where T : class => ByType<T>().Sorted;

    /// <summary>The same with some entries put in the place of others, and some taken away.</summary>
    public DefinitionView With(IEnumerable<DefinitionEntry> changed, IEnumerable<(string Kind, string Name)> removed)
    {
        var entries = new Dictionary<(string, string), DefinitionEntry>(byName);
        foreach (var key in removed)
        {
            entries.Remove(key);
        }

        foreach (var entry in changed)
        {
            entries[(entry.Kind.Kind, entry.Stored.Name)] = entry;
        }

        return new DefinitionView(entries.Values);
    }

    private TypedDefinitions<T> ByType<T>()
        where T : class => byType.TryGetValue(typeof(T), out var typed) ? (TypedDefinitions<T>)typed : new([]);

    private static object Typed(IGrouping<Type, DefinitionEntry> group) =>
        Activator.CreateInstance(typeof(TypedDefinitions<>).MakeGenericType(group.Key), group.AsEnumerable())!;
}

/// <summary>A row and what it was read as.</summary>
internal sealed record DefinitionEntry(ManifestKind Kind, StoredDefinition Stored, object Spec);

internal sealed class TypedDefinitions<T>
    where T : class
{
    public TypedDefinitions(IEnumerable<DefinitionEntry> entries)
    {
        Sorted = [.. entries.Select(Of).OrderBy(definition => definition.Name, StringComparer.Ordinal)];
        ByName = Sorted.ToFrozenDictionary(definition => definition.Name, StringComparer.Ordinal);
    }

    public IReadOnlyList<Definition<T>> Sorted { get; }

    public FrozenDictionary<string, Definition<T>> ByName { get; }

    private static Definition<T> Of(DefinitionEntry entry)
    {
        var stored = entry.Stored;
        return new(
            stored.Id,
            stored.Name,
            StoredLabels.Read(stored.Labels),
            (T)entry.Spec,
            stored.Version,
            stored.UpdatedAt,
            stored.UpdatedBy
        );
    }
}
