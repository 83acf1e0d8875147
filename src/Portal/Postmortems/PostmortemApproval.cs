using Portal.Access;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Postmortems;

/// <summary>Who may approve: whoever has a role in the team that owns it, viewers (managers) included, and administrators.</summary>
internal sealed class PostmortemApproval(Authoriser authoriser, IDefinitions definitions)
{
    public bool May(Actor actor, Postmortem postmortem) =>
        authoriser.May(actor, Role.Viewer, postmortem.Team)
        && (
            actor.Kind is ActorKind.Bootstrap or ActorKind.Portal
            || TeamOf(postmortem) is not { } team
            || team.RoleOf(actor.Name) is not null
            || authoriser.May(actor, Role.Admin, null)
        );

    public void Demand(Actor actor, Postmortem postmortem)
    {
        if (!May(actor, postmortem))
        {
            throw new ForbiddenException(
                $"{actor.Name} may not approve this postmortem: that needs a role in the team {postmortem.Team}."
            );
        }
    }

    /// <summary>Nobody but the actor could: waiting for somebody else would be for ever.</summary>
    public bool IsAlone(Actor actor, Postmortem postmortem) =>
        !definitions
            .All<Person>()
            .Any(person => person.Name != actor.Name && May(new Actor(person.Name, ActorKind.Person), postmortem));

    /// <summary>Null for what belongs to no team, or to one that is no more.</summary>
    private Team? TeamOf(Postmortem postmortem) =>
        postmortem.Team is { } name ? definitions.Find<Team>(name)?.Spec : null;
}
