using Portal.Domain.Teams;

namespace Portal.Access;

/// <summary>Whoever is no user of the portal, or no longer, sees nothing: asked once for every call, so that no endpoint can forget to.</summary>
internal static class Membership
{
    public static Task Demand(HttpContext context, RequestDelegate next)
    {
        context
            .RequestServices.GetRequiredService<Authoriser>()
            .Demand(Actor.Of(context.User), Role.Viewer, null, "read anything here");
        return next(context);
    }
}
