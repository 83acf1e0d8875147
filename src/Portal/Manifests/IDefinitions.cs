namespace Portal.Manifests;

/// <summary>All definitions in force, in memory: asking costs no query.</summary>
internal interface IDefinitions
{
    Definition<T>? Find<T>(string name)
        where T : class;

    /// <summary>By name or by id.</summary>
    Definition<T>? FindByNameOrId<T>(string nameOrId)
        where T : class =>
        Find<T>(nameOrId)
        ?? (Guid.TryParse(nameOrId, out var id) ? All<T>().FirstOrDefault(one => one.Id == id) : null);

    /// <summary>By name, ascending.</summary>
    IReadOnlyList<Definition<T>> All<T>()
        where T : class;

    bool Exists(string kind, string name);
}
