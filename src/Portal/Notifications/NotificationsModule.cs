using Portal.Data.Engine;
using Portal.Data.Scheduling;

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
        services.AddCronJob<ForgetMessages>("forget-messages", "0 20 3 * * ?");
    }
}
