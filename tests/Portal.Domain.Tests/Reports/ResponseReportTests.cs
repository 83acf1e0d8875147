using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Reports;

namespace Portal.Domain.Tests.Reports;

public sealed class ResponseReportTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 3, 9, 0);

    [Fact]
    public void What_resolved_itself_is_in_the_time_to_resolve_and_not_in_the_time_to_acknowledge()
    {
        var taken = Incident(1, acknowledged: 4, resolved: 60);
        var itself = Incident(2, acknowledged: null, resolved: 20);

        var group = Assert.Single(ResponseReport.By(ReportGrouping.Service, [taken, itself]));

        Assert.Equal((1, 2), (group.ToAcknowledge.N, group.ToResolve.N));
        Assert.Equal(Duration.FromMinutes(40), group.ToResolve.Median);
        Assert.Equal((2, 1), (group.Resolved, group.ResolvedItself));
    }

    [Fact]
    public void A_reopened_incident_keeps_its_first_acknowledge_and_takes_its_last_resolve()
    {
        var incident = Opened(1, Severity.Critical, "checkout");
        incident.Acknowledge("ana", Start + Duration.FromMinutes(2));
        incident.Resolve("ana", Start + Duration.FromMinutes(10));
        incident.Reopen();
        Assert.Null(ReportedIncident.Of(incident).Times.ToResolve);
        incident.Resolve("bo", Start + Duration.FromMinutes(50));

        var reported = ReportedIncident.Of(incident);

        Assert.Equal(Duration.FromMinutes(2), reported.Times.ToAcknowledge);
        Assert.Equal(Duration.FromMinutes(50), reported.Times.ToResolve);
        Assert.Equal(1, reported.ReopenCount);
    }

    [Fact]
    public void Groups_stand_by_urgency_and_those_of_nobody_last()
    {
        ReportedIncident[] incidents =
        [
            Incident(1, 1, 2, Severity.Warning, null),
            Incident(2, 1, 2, Severity.Critical, "search"),
            Incident(3, 1, 2, Severity.High, "checkout"),
        ];

        Assert.Equal(["critical", "high", "warning"], Names(ReportGrouping.Severity), StringComparer.Ordinal);
        Assert.Equal(["checkout", "search", "none"], Names(ReportGrouping.Service), StringComparer.Ordinal);

        IEnumerable<string> Names(ReportGrouping grouping) =>
            ResponseReport.By(grouping, incidents).Select(group => group.Name);
    }

    private static ReportedIncident Incident(
        long number,
        int? acknowledged,
        int resolved,
        Severity severity = Severity.Critical,
        string? service = "checkout"
    )
    {
        var incident = Opened(number, severity, service);
        if (acknowledged is { } minute)
        {
            incident.Acknowledge("ana", Start + Duration.FromMinutes(minute));
        }

        incident.Resolve(Domain.Incidents.Incident.BySource, Start + Duration.FromMinutes(resolved));
        return ReportedIncident.Of(incident);
    }

    private static Incident Opened(long number, Severity severity, string? service) =>
        Domain.Incidents.Incident.Open(new("It broke", severity, "group", service), number, Start);
}
