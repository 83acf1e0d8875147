using System.Text.Json.Nodes;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Teams;

internal static class TeamManifest
{
    public const string Kind = "Team";

    public static readonly ManifestKind Definition = ManifestKind.Of<Team>(
        Kind,
        rank: 20,
        Read,
        Write,
        references: team =>
            team.Members.Select((member, i) => new Reference($"members[{i}].user", PersonManifest.Kind, member.User)),
        check: Check,
        changedBy: Role.Admin
    );

    private static Team? Read(ManifestNode spec)
    {
        var members = spec.Items("members").Select(Member).ToList();
        foreach (
            var again in members
                .GroupBy(member => member.User, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
        )
        {
            spec.Refuse("members", $"{again.Key} is a member twice: keep one line with the higher role.");
        }

        return new Team(members);
    }

    private static TeamMember Member(ManifestNode node)
    {
        var user = node.Required("user", "name a User.");
        var role = node.Word<Role>("role") ?? Role.Responder;
        node.Done();
        return new TeamMember(user, role);
    }

    private static JsonObject Write(Team team) =>
        new()
        {
            ["members"] = new JsonArray([
                .. team.Members.Select(member => new JsonObject
                {
                    ["user"] = member.User,
                    ["role"] = Words.Of(member.Role),
                }),
            ]),
        };

    /// <summary>Somebody must be left who can let people in again.</summary>
    private static IEnumerable<(string, string)> Check(Team team, IDefinitions definitions)
    {
        if (!definitions.All<Team>().SelectMany(one => one.Spec.Members).Any(member => member.Role is Role.Admin))
        {
            yield return ("members", "Nobody would be left with the role admin in any team: keep at least one.");
        }
    }
}
