using Portal.Access;
using Portal.Alerting;
using Portal.Catalog;
using Portal.Data;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;
using Portal.Shell;
using Portal.Slos;
using Portal.Teams;
using Portal.Telemetry;

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
builder.AddShell();

var app = builder.Build();

app.UseShell();
app.MapAccess();
app.MapManifests();
app.MapOnCall();
app.MapSlos();
app.MapShell();

await app.RunAsync();
