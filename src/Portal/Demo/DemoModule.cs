using System.Text.Json;

namespace Portal.Demo;

/// <summary>Teams, a shop and a Prometheus to play with; nothing of it is there unless it is asked for.</summary>
internal static class DemoModule
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<DemoOptions>(builder.Configuration.GetSection("Portal:Demo"));
        if (!IsOn(builder.Configuration))
        {
            return;
        }

        services
            .AddSingleton<DemoShop>()
            .AddSingleton<DemoPhones>()
            .AddSingleton<PastPages>()
            .AddSingleton<WritePastIncident>()
            .AddSingleton<WritePastPostmortem>()
            .AddSingleton<DemoHistory>()
            .AddSingleton<DemoPrometheus>()
            .AddHostedService(provider => provider.GetRequiredService<DemoPrometheus>())
            .AddHostedService<DemoTeams>();
    }

    public static void MapDemo(this WebApplication app)
    {
        if (!IsOn(app.Configuration))
        {
            return;
        }

        var demo = app.MapGroup("/demo").AllowAnonymous().ExcludeFromDescription();
        demo.MapGet(
            "/metrics/{job}",
            (string job, DemoShop shop) => TypedResults.Text(shop.Metrics(job), "text/plain; version=0.0.4")
        );
        demo.MapPost(
            "/phones/{user}",
            (string user, JsonElement body, DemoPhones phones) =>
            {
                phones.Ring(user, body);
                return TypedResults.Ok();
            }
        );
    }

    private static bool IsOn(IConfiguration configuration) => configuration.GetValue<bool>("Portal:Demo:Enabled");
}
