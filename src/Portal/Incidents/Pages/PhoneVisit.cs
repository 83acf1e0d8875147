using Microsoft.AspNetCore.Diagnostics;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Incidents.Pages;

/// <summary>What a page without script knows of who looks at it.</summary>
internal sealed class PhoneVisit(Viewer viewer, IDefinitions definitions)
{
    /// <summary>The zone that the browser told before, else the person's own.</summary>
    public void TakeZone(HttpContext context, string user)
    {
        if (
            context.Request.Cookies["tz"] is null
            && definitions.Find<Domain.Teams.Person>(user)?.Spec.TimeZone is { } zone
        )
        {
            viewer.Take(zone, viewer.Theme);
        }
    }

    /// <summary>With the page's own words, and not the general ones.</summary>
    public static void SayNotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }
}
