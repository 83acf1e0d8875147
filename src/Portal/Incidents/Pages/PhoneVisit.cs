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

    /// <summary>What the address led to is no longer open, in the page's own words and not in the general ones.</summary>
    public static void SayGone(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status410Gone;
        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }
    }
}
