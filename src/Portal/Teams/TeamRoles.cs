using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Teams;

/// <summary>Roles as the Team definitions give them.</summary>
internal sealed class TeamRoles(IDefinitions definitions) : IRoles
{
    public Role? In(string user, string team) => definitions.Find<Team>(team)?.Spec.RoleOf(user);

    public Role? Highest(string user) =>
        definitions.Find<Person>(user) is null
            ? null
            : definitions.All<Team>().Select(team => team.Spec.RoleOf(user)).DefaultIfEmpty(Role.Viewer).Max()
                ?? Role.Viewer;
}
