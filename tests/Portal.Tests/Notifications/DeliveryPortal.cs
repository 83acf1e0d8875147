namespace Portal.Tests.Notifications;

/// <summary>A portal of its own that mails through a server that speaks SMTP, and posts to a real port.</summary>
public sealed class DeliveryPortal : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-mail-").FullName;
    private OwnPortal? portal;

    internal SmtpServer Mail { get; } = new();

    internal WebhookSink Hooks { get; private set; } = null!;

    internal IServiceProvider Services => portal!.Services;

    public async ValueTask InitializeAsync()
    {
        Hooks = await WebhookSink.StartAsync();
        portal = OwnPortal.Start(
            folder,
            builder =>
                builder
                    .UseSetting("Portal:Smtp:Host", "127.0.0.1")
                    .UseSetting("Portal:Smtp:Port", Mail.Port.ToString("D", null))
                    .UseSetting("Portal:Smtp:StartTls", "false")
                    .UseSetting("Portal:Smtp:From", "portal@shop.example")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await portal!.DisposeAsync();
        await Mail.DisposeAsync();
        await Hooks.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
