using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Domain.Tests.Incidents;

public sealed class SnoozingTests
{
    private static readonly Instant Three = Instant.FromUtc(2026, 11, 20, 3, 0);

    private readonly Incident incident = Incident.Open(
        new("Payments fail", Severity.Critical, "service:checkout:page"),
        412,
        Three
    );

    [Fact]
    public void Whoever_snoozes_what_nobody_had_has_acknowledged_it()
    {
        var begin = incident.Snooze("ana", After(33), After(3));

        Assert.Equal(new SnoozeBegin(null, false), begin);
        Assert.Equal(("ana", After(3)), (incident.AcknowledgedBy, incident.AcknowledgedAt));
        Assert.Equal((After(33), false), (incident.SnoozedUntil, incident.NeedsPaging));
    }

    [Fact]
    public void Whoever_snoozes_what_another_has_takes_it_over_and_the_first_time_stays()
    {
        incident.Acknowledge("ana", After(3));

        var begin = incident.Snooze("bo", After(40), After(10));

        Assert.Equal(new SnoozeBegin("ana", false), begin);
        Assert.Equal(("bo", After(3)), (incident.AcknowledgedBy, incident.AcknowledgedAt));
    }

    [Fact]
    public void Snoozed_again_it_is_moved()
    {
        incident.Snooze("ana", After(33), After(3));

        var begin = incident.Snooze("ana", After(90), After(5));

        Assert.Equal(new SnoozeBegin("ana", true), begin);
        Assert.False(incident.SnoozeIsOver(After(33)));
        Assert.True(incident.SnoozeIsOver(After(90)));
    }

    [Fact]
    public void An_acknowledge_during_a_snooze_ends_it_and_has_it()
    {
        incident.Snooze("ana", After(33), After(3));

        Assert.True(incident.Acknowledge("bo", After(10)));
        Assert.False(incident.Acknowledge("chi", After(11)));

        Assert.Equal(("bo", After(3)), (incident.AcknowledgedBy, incident.AcknowledgedAt));
        Assert.False(incident.IsSnoozed);
        Assert.False(incident.SnoozeIsOver(After(40)));
    }

    [Fact]
    public void A_snooze_that_is_over_leaves_it_with_nobody()
    {
        incident.Snooze("ana", After(33), After(3));

        incident.ReturnToTriggered();

        Assert.Equal((IncidentState.Triggered, true), (incident.State, incident.NeedsPaging));
        Assert.False(incident.IsSnoozed);
    }

    [Fact]
    public void A_resolve_ends_it_and_what_is_resolved_is_not_snoozed()
    {
        incident.Snooze("ana", After(33), After(3));
        incident.Resolve("bo", After(5));
        Assert.False(incident.IsSnoozed);

        var refusal = Assert.Throws<DomainException>(() => incident.Snooze("ana", After(40), After(6)));

        Assert.Contains("bo resolved it at 2026-11-20T03:05:00Z", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(7 * 86_400, true)]
    [InlineData(7 * 86_400 + 1, false)]
    [InlineData(-60, false)]
    public void It_lasts_from_one_minute_to_seven_days(int seconds, bool may)
    {
        var until = Three + Duration.FromSeconds(seconds);

        Assert.Equal(may, Snoozing.Problem(until, Three) is null);
        Assert.Equal(may, Record.Exception(() => incident.Snooze("ana", until, Three)) is null);
    }

    private static Instant After(int minutes) => Three + Duration.FromMinutes(minutes);
}
