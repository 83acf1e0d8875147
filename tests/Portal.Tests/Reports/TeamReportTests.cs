using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Reports;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Notifications;
using Portal.Reports;

namespace Portal.Tests.Reports;

/// <summary>In a year of its own, so that incidents and shifts of other tests stay out.</summary>
public sealed class TeamReportTests(PortalApp app)
{
    private static readonly Instant Start = Instant.FromUtc(2003, 3, 3, 8, 0);
    private static readonly TimeRange Month = new(Start, Start + Duration.FromDays(28));

    [Fact]
    public async Task A_team_s_report_holds_its_incidents_pages_and_shifts_and_no_others()
    {
        await app.GivenAsync(
            Yaml.User("ravi") + Yaml.Team("red", ("ravi", Role.Lead)) + Yaml.Schedule("red-primary", "ravi", "red")
        );
        await BackdateAsync("red-primary", Start + Duration.FromDays(7));
        await TellAsync("red", "ravi", 1);
        await TellAsync("blue", "bela", 2);

        var red = await CompileAsync("red");
        var all = await CompileAsync(null);

        Assert.Equal([-7001], red.Incidents.Select(one => one.Number));
        Assert.Equal([-7001, -7002], all.Incidents.Select(one => one.Number));
        // three turns of a week, and an hour of the fourth: the clocks change before it
        var ravi = Assert.Single(red.People);
        Assert.Equal(("ravi", 1, 4), (ravi.User, ravi.Load.Total, ravi.Shifts));
        Assert.Equal((1, 0.25m), (red.Hours.Total, red.PagesPerShift));
        Assert.Equal((2, 0), (all.Hours.Total, all.People.Single(one => one.User == "bela").Shifts));
    }

    private Task<Reliability> CompileAsync(string? team) =>
        app.Get<CompileReliability>()
            .RunAsync(
                new(Month, ReportGrouping.Severity, team, app.Get<IClock>().GetCurrentInstant(), DateTimeZone.Utc),
                World.Cancellation
            );

    /// <summary>As if the schedule had been defined then.</summary>
    private async Task BackdateAsync(string schedule, Instant at)
    {
        await using var work = await UnitOfWork.BeginAsync(app.Get<IDbContextFactory<PortalDb>>(), World.Cancellation);
        await work.ExecuteAsync(
            "update definition_version set at = @at where kind = 'Schedule' and name = @schedule",
            new { schedule, at },
            World.Cancellation
        );
        await work.CommitAsync(World.Cancellation);
    }

    private async Task TellAsync(string team, string user, int day)
    {
        await using var db = await app.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync(World.Cancellation);
        var at = Start + Duration.FromDays(day);
        var opening = new IncidentOpening("Long ago", Severity.Critical, $"{team}:old", null, team);
        var incident = Incident.Open(opening, -7000 - day, at);
        incident.Resolve(user, at + Duration.FromMinutes(9));
        db.Add(incident);
        db.Add(
            new OutboxMessage
            {
                Key = $"old:{team}",
                Kind = MessageKind.Page,
                Subject = incident.Id,
                User = user,
                ContactMethod = "phone",
                Channel = ContactMethodType.Webhook,
                Address = "https://phone.example",
                Content = "{}",
                Status = MessageStatus.Delivered,
                Attempts = 1,
                CreatedAt = at,
                NextAttemptAt = at,
                DeliveredAt = at + Duration.FromSeconds(2),
            }
        );
        await db.SaveChangesAsync(World.Cancellation);
    }
}
