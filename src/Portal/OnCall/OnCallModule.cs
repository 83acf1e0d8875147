using Portal.Notifications;

namespace Portal.OnCall;

internal static class OnCallModule
{
    public static void AddOnCall(this WebApplicationBuilder builder) =>
        builder
            .Services.AddSingleton(ScheduleManifest.Definition)
            .AddSingleton(EscalationPolicyManifest.Definition)
            .AddSingleton<OnCallDirectory>()
            .AddSingleton<PastShifts>()
            .AddSingleton<ScheduleOverrides>()
            .AddSingleton<TestPages>()
            .AddSingleton<IDeliveryListener, AnnounceTestPages>();

    public static void MapOnCall(this WebApplication app) => ((IEndpointRouteBuilder)app).MapOnCall();
}
