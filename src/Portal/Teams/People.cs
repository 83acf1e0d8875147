using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Teams;

/// <summary>What people are called. A name that no longer stands for anybody is shown as it is.</summary>
internal sealed class People(IDefinitions definitions)
{
    public string NameOf(string user) => definitions.Find<Person>(user)?.Spec.DisplayName ?? user;

    /// <summary>The names that can sign in or be paged, by what they are called.</summary>
    public IReadOnlyList<(string User, string Name)> All() =>
        [
            .. definitions
                .All<Person>()
                .Select(person => (person.Name, person.Spec.DisplayName))
                .OrderBy(person => person.DisplayName, StringComparer.OrdinalIgnoreCase),
        ];
}
