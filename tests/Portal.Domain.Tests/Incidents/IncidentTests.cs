using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Domain.Tests.Incidents;

public sealed class IncidentTests
{
    private static readonly Instant Three = Instant.FromUtc(2026, 11, 20, 3, 0);

    private readonly Incident incident = Incident.Open(
        new("Payments fail", Severity.Critical, "service:checkout:page"),
        412,
        Three
    );

    [Fact]
    public void Its_state_follows_from_its_stamps()
    {
        var seen = new List<IncidentState> { incident.State };

        incident.Acknowledge("ana", After(3));
        seen.Add(incident.State);
        incident.Mitigate(After(20));
        seen.Add(incident.State);
        incident.Resolve("ana", After(40));
        seen.Add(incident.State);

        Assert.Equal(Enum.GetValues<IncidentState>(), seen);
    }

    [Fact]
    public void A_long_title_is_cut_between_characters()
    {
        var title = new string('x', Incident.LongestTitle - 1) + "👩";

        var cut = Incident.Open(new(title, Severity.High, "long"), 413, Three);

        Assert.Equal(title[..^2], cut.Title);
    }

    [Fact]
    public void The_first_acknowledge_counts()
    {
        Assert.True(incident.Acknowledge("ana", After(3)));
        Assert.False(incident.Acknowledge("bo", After(4)));

        Assert.Equal(("ana", After(3)), (incident.AcknowledgedBy, incident.AcknowledgedAt));
    }

    [Fact]
    public void Who_takes_over_after_an_expired_acknowledge_has_it_and_the_first_time_stays()
    {
        incident.Acknowledge("ana", After(3));
        incident.ReturnToTriggered();
        Assert.True(incident.NeedsPaging);

        Assert.True(incident.Acknowledge("bo", After(40)));

        Assert.Equal(("bo", After(3)), (incident.AcknowledgedBy, incident.AcknowledgedAt));
        Assert.False(incident.NeedsPaging);
    }

    [Fact]
    public void What_is_resolved_is_neither_acknowledged_nor_mitigated_nor_resolved_again()
    {
        incident.Resolve(Incident.BySource, After(10));

        var refusal = Assert.Throws<DomainException>(() => incident.Acknowledge("ana", After(11)));
        Assert.Throws<DomainException>(() => incident.Mitigate(After(11)));

        Assert.Contains("its source resolved it at 2026-11-20T03:10:00Z", refusal.Message, StringComparison.Ordinal);
        Assert.False(incident.Resolve("ana", After(12)));
    }

    [Fact]
    public void Reopened_it_hurts_again_and_keeps_who_had_it()
    {
        incident.Acknowledge("ana", After(3));
        incident.Mitigate(After(20));
        incident.Resolve("ana", After(40));

        incident.Reopen();

        Assert.Equal((IncidentState.Acknowledged, 1), (incident.State, incident.ReopenCount));
        Assert.Throws<DomainException>(incident.Reopen);
    }

    [Theory]
    [InlineData(Severity.Critical, true)]
    [InlineData(Severity.High, false)]
    [InlineData(Severity.Warning, false)]
    [InlineData(Severity.Info, false)]
    public void Only_what_is_critical_wakes_somebody(Severity severity, bool pages)
    {
        incident.ChangeSeverity(severity);

        Assert.Equal(pages, incident.NeedsPaging);
    }

    [Fact]
    public void Corrected_stamps_keep_their_order()
    {
        incident.Correct(Stamp.ImpactStart, After(-6), After(60));

        Assert.Throws<DomainException>(() => incident.Correct(Stamp.Detected, After(-7), After(60)));
        Assert.Throws<DomainException>(() => incident.Correct(Stamp.ImpactStart, After(1), After(60)));
        Assert.Throws<DomainException>(() => incident.Correct(Stamp.Detected, After(61), After(60)));
        Assert.Throws<DomainException>(() => incident.Correct(Stamp.Resolved, After(10), After(60)));
        Assert.Equal((After(-6), Three), (incident.ImpactStart, incident.DetectedAt));
    }

    [Fact]
    public void Durations_count_from_the_detection_but_for_the_detection_itself()
    {
        incident.Correct(Stamp.ImpactStart, After(-6), After(60));
        incident.Acknowledge("ana", After(3));
        incident.Resolve("ana", After(40));

        Assert.Equal(
            new ResponseTimes(Duration.FromMinutes(6), Duration.FromMinutes(3), null, Duration.FromMinutes(40)),
            ResponseTimes.Of(incident)
        );
    }

    [Fact]
    public void An_incident_needs_a_title_and_keeps_300_characters_of_it()
    {
        Assert.Throws<DomainException>(() => Incident.Open(new(" ", Severity.High, "k"), 1, Three));

        Assert.Equal(300, Incident.Open(new(new string('x', 400), Severity.High, "k"), 1, Three).Title.Length);
    }

    [Fact]
    public void What_pages_and_what_is_quiet_are_groups_of_their_own()
    {
        Assert.Equal(
            GroupKey.Of("checkout", "errors", Severity.Critical),
            GroupKey.Of("checkout", "latency", Severity.Critical)
        );
        Assert.Equal(
            GroupKey.Of("checkout", "errors", Severity.High),
            GroupKey.Of("checkout", "latency", Severity.Info)
        );
        string[] apart =
        [
            GroupKey.Of("checkout", "errors", Severity.Critical),
            GroupKey.Of("checkout", "errors", Severity.High),
            GroupKey.Of(null, "errors", Severity.High),
            GroupKey.Of(null, "latency", Severity.High),
        ];
        Assert.Distinct(apart, StringComparer.Ordinal);
    }

    private static Instant After(int minutes) => Three + Duration.FromMinutes(minutes);
}
