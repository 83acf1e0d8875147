using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Portal.Data;
using Portal.Data.Engine;
using Portal.Domain.Teams;
using Portal.Notifications;
using Portal.Tests.Incidents;

[assembly: AssemblyFixture(typeof(StillPortal))]

namespace Portal.Tests.Incidents;

/// <summary>
/// The whole portal with its PostgreSQL, whose loops stand still: timers fire and messages go out when a test says so, by
/// channels that remember instead of sending.
/// </summary>
public sealed class StillPortal : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Token = "a-token-of-forty-letters-for-these-tests";

    private readonly string data = Directory.CreateTempSubdirectory("portal-still-").FullName;

    internal SentMessages Sent { get; } = new();

    internal IDbContextFactory<PortalDb> Databases => Get<IDbContextFactory<PortalDb>>();

    public ValueTask InitializeAsync()
    {
        UseKestrel(0);
        StartServer();
        return ValueTask.CompletedTask;
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A browser that shows redirects, and keeps no cookies unless told to.</summary>
    public HttpClient CreateVisitor(bool cookies = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = cookies })
        {
            BaseAddress = ClientOptions.BaseAddress,
        };

    /// <summary>Fires what is due and delivers what is owed, until nothing is left.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var works = Services.GetServices<IEngineWork>();
        var timers = works.OfType<FireTimers>().Single();
        var outbox = works.OfType<DeliverMessages>().Single();
        for (var round = 0; round < 4; round++)
        {
            await timers.RunOnceAsync(cancellationToken);
            await outbox.RunOnceAsync(cancellationToken);
            await outbox.FinishAsync();
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder
            .UseSetting("Portal:DataDirectory", data)
            .UseSetting("Portal:AdminPassword", PortalApp.Password)
            .UseSetting("Portal:BootstrapToken", Token);
        builder.ConfigureTestServices(services =>
        {
            services.Remove(
                services.Single(one =>
                    one.ServiceType == typeof(IHostedService) && one.ImplementationType == typeof(EngineLoops)
                )
            );
            services.RemoveAll<IChannel>();
            services.AddSingleton<IChannel>(new RememberingChannel(ContactMethodType.Webhook, Sent));
            services.AddSingleton<IChannel>(new RememberingChannel(ContactMethodType.Email, Sent));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }
}
