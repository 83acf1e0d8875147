namespace Portal.Domain.Teams;

/// <summary>People who own services together, each with a role in this team.</summary>
public sealed record Team(IReadOnlyList<TeamMember> Members)
{
    public Role? RoleOf(string user) =>
        Members.FirstOrDefault(member => string.Equals(member.User, user, StringComparison.Ordinal))?.Role;
}

public sealed record TeamMember(string User, Role Role);

/// <summary>What a member may do; each role includes the ones before it.</summary>
public enum Role
{
    /// <summary>Reads everything, approves postmortems.</summary>
    Viewer,

    /// <summary>Acknowledges, notes, resolves, overrides on-call shifts.</summary>
    Responder,

    /// <summary>Defines SLOs, alert rules, schedules, policies, runbooks and services of the team.</summary>
    Lead,

    /// <summary>Backends, users, teams and tokens of the whole portal.</summary>
    Admin,
}
