using Portal.Data.Engine;
using Portal.Data.Scheduling;

namespace Portal.Notifications;

internal static class NotificationsModule
{
    public static void AddNotifications(this WebApplicationBuilder builder)
    {
        // System.Net.Mail holds a thread while a server is slow. As many threads as mails may be under way are there at once:
        // else everybody would wait for the pool to grow, one thread at a time.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 2 * DeliverMessages.Places), ports);

        var services = builder.Services;
        services.AddOptions<SmtpOptions>().BindConfiguration("Portal:Smtp").ValidateDataAnnotations().ValidateOnStart();
        services
            .AddSingleton<IChannel, EmailChannel>()
            .AddSingleton<IChannel, WebhookChannel>()
            .AddSingleton<IEngineWork, DeliverMessages>();
        services.AddCronJob<ForgetMessages>("forget-messages", "0 20 3 * * ?");
    }
}
