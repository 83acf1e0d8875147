using Portal.Alerting;
using Portal.Data.Engine;
using Portal.Notifications;

namespace Portal.Incidents;

internal static class IncidentsModule
{
    public static void AddIncidents(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddSingleton<IncidentStore>()
            .AddSingleton<IncidentViews>()
            .AddSingleton<IncidentCommands>()
            .AddSingleton<IncidentClosing>()
            .AddSingleton<Deployments>()
            .AddSingleton<Paging>()
            .AddSingleton<PageContents>()
            .AddSingleton<Addresses>()
            .AddSingleton<AcknowledgeLinks>();
        services
            .AddSingleton<IAlertListener, OpenIncidents>()
            .AddSingleton<IDeliveryListener, RecordDelivery>()
            .AddSingleton<ITimerHandler, AdvanceEscalation>()
            .AddSingleton<ITimerHandler, FollowNotificationRule>()
            .AddSingleton<ITimerHandler, ReturnAfterAcknowledge>();
    }

    public static void MapIncidents(this WebApplication app)
    {
        ((IEndpointRouteBuilder)app).MapIncidents();
        app.MapAcknowledge();
    }
}
