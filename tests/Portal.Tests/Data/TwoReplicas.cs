using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Engine;
using Portal.Data.Scheduling;

namespace Portal.Tests.Data;

/// <summary>Two portals on one data folder, as two processes would be.</summary>
public sealed class TwoReplicas : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-two-").FullName;

    internal OwnPortal One { get; private set; } = null!;

    internal OwnPortal Two { get; private set; } = null!;

    internal RecordedTimers Timers { get; } = new();

    internal RecordedJob.Runs Job { get; } = new();

    public ValueTask InitializeAsync()
    {
        One = Start();
        Two = Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Two.DisposeAsync();
        await One.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private OwnPortal Start() =>
        OwnPortal.Start(
            folder,
            builder =>
                builder.ConfigureTestServices(services =>
                {
                    services.AddSingleton(Timers).AddSingleton(Job);
                    services.AddSingleton<ITimerHandler, RecordingTimer>();
                    services.AddCronJob<RecordedJob>("recorded", "0 0 3 1 1 ?");
                })
        );
}
