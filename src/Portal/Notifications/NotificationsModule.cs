using Portal.Data.Engine;

namespace Portal.Notifications;

internal static class NotificationsModule
{
    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SmtpOptions>().BindConfiguration("Portal:Smtp").ValidateDataAnnotations().ValidateOnStart();
        services
            .AddSingleton<IChannel, EmailChannel>()
            .AddSingleton<IChannel, WebhookChannel>()
            .AddSingleton<IEngineWork, DeliverMessages>();
    }
}
