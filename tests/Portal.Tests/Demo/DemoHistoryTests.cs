using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Data;
using Portal.Demo;
using Portal.Domain.Incidents;
using Portal.Domain.OnCall;
using Portal.Domain.Postmortems;
using Portal.Domain.Reports;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Notifications;
using Portal.Reports;
using Portal.Tests.MainJob;

namespace Portal.Tests.Demo;

/// <summary>A demo of its own, with its Prometheus.</summary>
public sealed class DemoHistoryTests : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-demo-").FullName;
    private readonly OwnPortal portal;

    public DemoHistoryTests() =>
        portal = OwnPortal.Start(
            folder,
            builder =>
                builder
                    .UseSetting("Portal:Demo:Enabled", "true")
                    .UseSetting(
                        "Portal:Demo:PrometheusPort",
                        PortalProcess.FreePort().ToString(CultureInfo.InvariantCulture)
                    )
        );

    [Fact]
    public async Task The_month_before_is_whole_and_its_pages_reached_whom_the_schedules_say()
    {
        var history = portal.Services.GetRequiredService<DemoHistory>();
        await Eventually.TrueAsync(() => history.IsWrittenAsync(World.Cancellation), () => "The history is written");
        await using var db = await portal
            .Services.GetRequiredService<IDbContextFactory<PortalDb>>()
            .CreateDbContextAsync(World.Cancellation);

        var incidents = await db.Set<Incident>().ToListAsync(World.Cancellation);
        var pages = await db.Set<OutboxMessage>()
            .Where(page => page.Kind == MessageKind.Page)
            .ToListAsync(World.Cancellation);

        Assert.Equal(PastIncidents.All.Count, incidents.Count);
        Assert.All(incidents, incident => Assert.False(incident.IsOpen));
        Assert.Equal(
            PastIncidents.All.Count(past => past.Postmortem is not null),
            await db.Set<Postmortem>().CountAsync(World.Cancellation)
        );
        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.Contains(page.User, OnCallAt(page.CreatedAt), StringComparer.Ordinal));
        var report = await ReportAsync();
        Assert.Equal(incidents.Count, report.Incidents.Count);
        Assert.Equal((pages.Count, true), (report.Interruptions, report.Shifts > 10));
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private List<string> OnCallAt(Instant at) =>
        [
            .. portal
                .Services.GetRequiredService<IDefinitions>()
                .All<Schedule>()
                .SelectMany(schedule => schedule.Spec.OnCallAt(at))
                .Select(person => person.User),
        ];

    private Task<Reliability> ReportAsync()
    {
        var now = portal.Services.GetRequiredService<IClock>().GetCurrentInstant();
        var month = new TimeRange(now - DemoShop.History, now);
        return portal
            .Services.GetRequiredService<CompileReliability>()
            .RunAsync(new(month, ReportGrouping.Team, null, now, DateTimeZone.Utc), World.Cancellation);
    }
}
