using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Reports;
using Portal.Domain.Time;
using Portal.Reports;

namespace Portal.Tests.Reports;

/// <summary>In a year of its own, so that incidents of other tests stay out.</summary>
public sealed class ReportStoreTests(PortalApp app) : IAsyncLifetime
{
    private static readonly Instant Start = Instant.FromUtc(2001, 3, 1, 0, 0);
    private static readonly TimeRange Year = new(Start, Start + Duration.FromDays(300));
    private static readonly Guid Rule = new("01890000-0000-7000-8000-000000000001");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IDbContextFactory<PortalDb> Databases => app.Services.GetRequiredService<IDbContextFactory<PortalDb>>();

    private ReportStore Store => app.Services.GetRequiredService<ReportStore>();

    public async ValueTask InitializeAsync()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        if (await db.Set<Incident>().AnyAsync(one => one.DetectedAt < Year.End, Cancellation))
        {
            return;
        }

        (int Day, int? Acknowledged, int? Resolved, bool IsTest)[] told =
        [
            (1, 2, 10, false),
            (2, 4, 20, false),
            (3, null, 60, false),
            (4, 12, null, false),
            (5, 1, 2, true),
        ];
        foreach (var one in told)
        {
            var incident = Story(one.Day, one.Acknowledged, one.Resolved, one.IsTest);
            db.Add(incident);
            db.Add(Alert(incident));
        }

        await db.SaveChangesAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_numbers_are_those_computed_by_hand()
    {
        var incidents = await Store.IncidentsAsync(Year, null, Cancellation);

        var group = Assert.Single(ResponseReport.By(ReportGrouping.Service, incidents));

        // acknowledged 2, 4, 12: median 4, p90 at rank 1.8 = 4 + 0.8·8; resolved 10, 20, 60: median 20, p90 = 20 + 0.8·40
        Assert.Equal((4, 3, 3), (group.N, group.ToAcknowledge.N, group.ToResolve.N));
        Assert.Equal(Duration.FromMinutes(4), group.ToAcknowledge.Median);
        Assert.Equal(Duration.FromSeconds(624), group.ToAcknowledge.P90);
        Assert.Equal(Duration.FromMinutes(6), group.ToAcknowledge.Mean);
        Assert.Equal(Duration.FromMinutes(20), group.ToResolve.Median);
        Assert.Equal(Duration.FromMinutes(52), group.ToResolve.P90);
        Assert.Equal((3, 1), (group.Resolved, group.ResolvedItself));
    }

    [Fact]
    public async Task A_period_takes_its_start_and_leaves_its_end()
    {
        var first = await Store.IncidentsAsync(new(Day(1), Day(2)), null, Cancellation);

        Assert.Equal(Day(1), Assert.Single(first).DetectedAt);
    }

    [Fact]
    public async Task A_rule_is_judged_by_the_incidents_that_people_acted_on()
    {
        var quality = await app.Services.GetRequiredService<AlertQualityStore>().ListAsync(Year, null, Cancellation);

        var rule = quality.Single(one => one.Rule == "ancient-rule");
        Assert.Equal((4, 3, 0.75m, 0), (rule.Incidents, rule.Acknowledged, rule.ActionableShare, rule.Paged));
    }

    /// <param name="acknowledged">Minutes after it was detected; null when nobody did.</param>
    /// <param name="resolved">The same; null while it is open.</param>
    private static Incident Story(int day, int? acknowledged, int? resolved, bool isTest)
    {
        var opening = new IncidentOpening("Long ago", Severity.Critical, $"ancient:{day}", "ancient", IsTest: isTest);
        var incident = Incident.Open(opening, -day, Day(day));
        if (acknowledged is { } taken)
        {
            incident.Acknowledge("ana", Day(day) + Duration.FromMinutes(taken));
        }

        if (resolved is { } over)
        {
            incident.Resolve(Incident.BySource, Day(day) + Duration.FromMinutes(over));
        }

        return incident;
    }

    private static IncidentAlert Alert(Incident incident) =>
        new()
        {
            IncidentId = incident.Id,
            SourceId = Rule,
            Fingerprint = "0000000000000001",
            Rule = "ancient-rule",
            Labels = "{}",
            FiredAt = incident.DetectedAt,
        };

    private static Instant Day(int day) => Start + Duration.FromDays(day);
}
