using Portal.Manifests;
using Portal.Ui;

namespace Portal.Incidents.Pages;

/// <summary>The zone of a page without script: the one that the browser told before, else the person's own.</summary>
internal sealed class PhoneZone(Viewer viewer, IDefinitions definitions)
{
    public void Take(HttpContext context, string user)
    {
        if (
            context.Request.Cookies["tz"] is null
            && definitions.Find<Domain.Teams.Person>(user)?.Spec.TimeZone is { } zone
        )
        {
            viewer.Take(zone, viewer.Theme);
        }
    }
}
