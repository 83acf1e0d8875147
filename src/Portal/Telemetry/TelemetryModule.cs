using NodaTime;
using Portal.Access;
using Portal.Telemetry.Prometheus;

namespace Portal.Telemetry;

internal static class TelemetryModule
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var allowPrivate = builder.Configuration.GetValue("Portal:Outbound:AllowPrivate", defaultValue: true);
        var policy = new AddressPolicy(AllowLoopback: allowPrivate, AllowPrivate: allowPrivate);
        builder
            .Services.AddSingleton(BackendManifest.Definition)
            .AddSingleton(provider =>
                PrometheusBackend.Connector(
                    BackendHttp.Create(policy),
                    provider.GetRequiredService<SecretBox>(),
                    provider.GetRequiredService<IClock>(),
                    provider.GetRequiredService<ILogger<BackendGate>>()
                )
            )
            .AddSingleton<Backends>()
            .AddSingleton<BackendPulses>()
            .AddSingleton<BackendDirectory>()
            .AddSingleton<CompleteQuery>()
            .AddSingleton<TestBackend>();
    }

    public static void MapTelemetry(this WebApplication app) => ((IEndpointRouteBuilder)app).MapTelemetry();
}
