using System.Security.Claims;
using Portal.Domain.Teams;

namespace Portal.Access;

/// <summary>Who does something: a person, a token of theirs, or the portal itself.</summary>
/// <param name="Name">A user's name; <c>bootstrap</c> and <c>portal</c> are nobody's.</param>
/// <param name="Kind">How they came.</param>
/// <param name="Cap">A token may do no more than this, whatever its owner may.</param>
internal sealed record Actor(string Name, ActorKind Kind, Role Cap = Role.Admin)
{
    public const string CapClaim = "portal:cap";
    public const string KindClaim = "portal:kind";

    /// <summary>The portal's own jobs.</summary>
    public static readonly Actor Portal = new("portal", ActorKind.Portal);

    /// <exception cref="ForbiddenException">Nobody is signed in.</exception>
    public static Actor Of(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true, Name: { Length: > 0 } name })
        {
            throw new ForbiddenException("Sign in first.");
        }

        var kind = Enum.TryParse<ActorKind>(principal.FindFirstValue(KindClaim), out var found)
            ? found
            : ActorKind.Person;
        var cap = Enum.TryParse<Role>(principal.FindFirstValue(CapClaim), out var least) ? least : Role.Admin;
        return new Actor(name, kind, cap);
    }
}

internal enum ActorKind
{
    Person,
    Token,

    /// <summary>The token of <c>PORTAL__BOOTSTRAPTOKEN</c>, for automation.</summary>
    Bootstrap,

    /// <summary>The signed link of a page: good for the one incident that it names.</summary>
    Link,
    Portal,
}
