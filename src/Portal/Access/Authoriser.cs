using Portal.Domain.Teams;

namespace Portal.Access;

/// <summary>The one place that says who may do what; called by every command, whatever door it came through.</summary>
internal sealed class Authoriser(IRoles roles)
{
    /// <param name="actor">Who asks.</param>
    /// <param name="needed">The least role that may.</param>
    /// <param name="team">Whose thing it is; null for what belongs to no team, where the role in any team counts.</param>
    public bool May(Actor actor, Role needed, string? team)
    {
        if (actor.Kind is ActorKind.Portal or ActorKind.Bootstrap)
        {
            return true;
        }

        if (actor.Kind is ActorKind.Link)
        {
            return needed <= Role.Responder;
        }

        if (actor.Cap < needed)
        {
            return false;
        }

        var highest = roles.Highest(actor.Name);
        return highest is Role.Admin
            || (needed is Role.Viewer && highest is not null)
            || (needed is not Role.Admin && (team is null ? highest : roles.In(actor.Name, team)) >= needed);
    }

    /// <param name="what">What is asked for, as a phrase: <c>change alert rules of shop</c>.</param>
    /// <exception cref="ForbiddenException">With who may.</exception>
    public void Demand(Actor actor, Role needed, string? team, string what)
    {
        if (!May(actor, needed, team))
        {
            var whose = needed is Role.Admin || team is null ? "" : $" of team {team}";
            throw new ForbiddenException(
                $"{actor.Name} may not {what}: that needs the role {needed.ToString().ToLowerInvariant()}{whose}."
            );
        }
    }
}

/// <summary>Which roles people have. Asked on every call, so a lost role is lost at once.</summary>
internal interface IRoles
{
    Role? In(string user, string team);

    /// <summary>The highest role in any team; null for somebody unknown, who may do nothing.</summary>
    Role? Highest(string user);
}

/// <summary>Not allowed; the message says who may.</summary>
internal sealed class ForbiddenException(string message) : Exception(message);
