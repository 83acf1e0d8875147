using Portal.Access;
using Portal.Data;
using Portal.Shell;

// Settings and assets lie beside the program, from wherever it is started.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);

// Run from a build and not from a publish, assets are found through a manifest, which only Development reads by itself.
builder.WebHost.UseStaticWebAssets();

builder.AddData();
builder.AddAccess();
builder.AddShell();

var app = builder.Build();

app.UseShell();
app.MapAccess();
app.MapShell();

await app.RunAsync();
