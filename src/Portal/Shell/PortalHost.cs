using Portal.Access;
using Portal.Alerting;
using Portal.Catalog;
using Portal.Data;
using Portal.Demo;
using Portal.Incidents;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;
using Portal.Postmortems;
using Portal.Reports;
using Portal.Slos;
using Portal.Teams;
using Portal.Telemetry;

namespace Portal.Shell;

/// <summary>The portal put together: its modules in the order of their folders.</summary>
internal static class PortalHost
{
    public static WebApplication Build(string[] args)
    {
        // Settings and assets lie beside the program, from wherever it is started.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        // Run from a build and not from a publish, assets are found through a manifest, which only Development reads by itself.
        builder.WebHost.UseStaticWebAssets();

        builder.AddData();
        builder.AddAccess();
        builder.AddManifests();
        builder.AddTeams();
        builder.AddCatalog();
        builder.AddTelemetry();
        builder.AddNotifications();
        builder.AddOnCall();
        builder.AddAlerting();
        builder.AddSlos();
        builder.AddIncidents();
        builder.AddPostmortems();
        builder.AddReports();
        builder.AddDemo();
        builder.AddShell();

        var app = builder.Build();

        app.UseShell();
        app.MapAccess();
        app.MapManifests();
        app.MapTelemetry();
        app.MapOnCall();
        app.MapAlerting();
        app.MapSlos();
        app.MapIncidents();
        app.MapPostmortems();
        app.MapReports();
        app.MapDemo();
        app.MapShell();
        return app;
    }
}
