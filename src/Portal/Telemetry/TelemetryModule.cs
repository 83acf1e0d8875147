using NodaTime;
using Portal.Access;
using Portal.Telemetry.Prometheus;

namespace Portal.Telemetry;

internal static class TelemetryModule
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton(BackendManifest.Definition)
            .AddSingleton(provider =>
                PrometheusBackend.Connector(
                    BackendHttp.Create(provider.GetRequiredService<AddressPolicy>()),
                    provider.GetRequiredService<SecretBox>(),
                    provider.GetRequiredService<IClock>(),
                    provider.GetRequiredService<ILogger<BackendGate>>()
                )
            )
            .AddSingleton<Backends>()
            .AddSingleton<BackendPulses>()
            .AddSingleton<BackendDirectory>()
            .AddSingleton<KnownNames>()
            .AddSingleton<CompleteQuery>()
            .AddSingleton<TestBackend>();
    }

    public static void MapTelemetry(this WebApplication app) => ((IEndpointRouteBuilder)app).MapTelemetry();
}
