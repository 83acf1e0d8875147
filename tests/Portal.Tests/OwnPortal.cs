using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace Portal.Tests;

/// <summary>A further portal: on a folder of its own, or a second replica on the folder of another.</summary>
internal sealed class OwnPortal(string folder, Action<IWebHostBuilder>? configure = null)
    : WebApplicationFactory<Program>
{
    public static OwnPortal Start(string folder, Action<IWebHostBuilder>? configure = null)
    {
        var portal = new OwnPortal(folder, configure);
        portal.UseKestrel(0);
        portal.StartServer();
        return portal;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Portal:DataDirectory", folder).UseSetting("Portal:AdminPassword", PortalApp.Password);
        configure?.Invoke(builder);
    }
}
