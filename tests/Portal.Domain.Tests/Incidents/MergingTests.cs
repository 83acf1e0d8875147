using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;

namespace Portal.Domain.Tests.Incidents;

public sealed class MergingTests
{
    private static readonly Instant Three = Instant.FromUtc(2026, 11, 20, 3, 0);

    private readonly Incident source = Open(40, Severity.Critical, 0);
    private readonly Incident target = Open(41, Severity.Warning, 10);

    [Fact]
    public void What_is_merged_is_closed_and_the_other_takes_the_worse_and_the_earlier()
    {
        source.Join();

        var effect = source.MergeInto(target, "bo", After(20));

        Assert.Equal((IncidentState.Resolved, 41L, "bo"), (source.State, source.MergedInto, source.ResolvedBy));
        Assert.Equal((Severity.Critical, 3), (target.Severity, target.TriggerCount));
        Assert.Equal((After(-5), After(0)), (target.ImpactStart, target.DetectedAt));
        Assert.Equal([Stamp.ImpactStart, Stamp.Detected], effect.Earlier.Select(one => one.Stamp));
        Assert.True(effect.IsRaised);
    }

    [Fact]
    public void What_began_later_and_is_smaller_changes_nothing_but_the_count()
    {
        var effect = target.MergeInto(source, "bo", After(20));

        Assert.Empty(effect.Earlier);
        Assert.False(effect.IsRaised);
        Assert.Equal((Severity.Critical, After(0), 2), (source.Severity, source.DetectedAt, source.TriggerCount));
    }

    [Fact]
    public void The_other_keeps_its_own_acknowledge()
    {
        source.Acknowledge("ana", After(11));

        source.MergeInto(target, "bo", After(20));

        Assert.True(target.NeedsPaging);
        Assert.Null(target.AcknowledgedAt);
    }

    [Fact]
    public void What_still_hurts_takes_back_that_the_other_is_mitigated()
    {
        target.Mitigate(After(15));

        Assert.True(source.MergeInto(target, "bo", After(20)).HurtsAgain);
        Assert.Null(target.MitigatedAt);
    }

    [Fact]
    public void One_without_a_policy_takes_that_of_what_is_merged_into_it()
    {
        var declared = Incident.Open(new("Declared", Severity.Critical, "declared:42"), 42, After(15));

        var effect = source.MergeInto(declared, "bo", After(20));

        Assert.True(effect.FoundPolicy);
        Assert.Equal("shop", declared.EscalationPolicy);
    }

    [Fact]
    public void A_snooze_ends_with_the_merge()
    {
        source.Snooze("ana", After(60), After(11));

        source.MergeInto(target, "bo", After(20));

        Assert.False(source.IsSnoozed);
    }

    [Fact]
    public void Into_itself_into_what_is_closed_and_out_of_what_is_closed_is_refused_with_who_and_when()
    {
        var third = Open(42, Severity.High, 12);
        Assert.Contains("into itself", Refusal(source, source), StringComparison.Ordinal);

        target.Resolve("ana", After(15));
        Assert.Contains("ana resolved that at 2026-11-20T03:15:00Z", Refusal(source, target), StringComparison.Ordinal);
        Assert.Contains("ana resolved it at 2026-11-20T03:15:00Z", Refusal(target, source), StringComparison.Ordinal);

        source.MergeInto(third, "bo", After(20));
        Assert.Contains("bo merged it into #42", Refusal(source, third), StringComparison.Ordinal);
        Assert.Contains("Use #42", Refusal(Open(43, Severity.High, 13), source), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_merged_is_neither_reopened_nor_acknowledged_and_says_where_it_goes_on()
    {
        source.MergeInto(target, "bo", After(20));

        var reopen = Assert.Throws<DomainException>(source.Reopen);
        var acknowledge = Assert.Throws<DomainException>(() => source.Acknowledge("ana", After(21)));

        Assert.Contains("go on there", reopen.Message, StringComparison.Ordinal);
        Assert.Contains("bo merged it into #41", acknowledge.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_is_no_part_of_what_is_none()
    {
        var test = Incident.Open(new("Drill", Severity.Critical, "drill", IsTest: true), 42, After(1));

        Assert.Throws<DomainException>(() => test.MergeInto(target, "bo", After(2)));
    }

    private static string Refusal(Incident from, Incident into) =>
        Assert.Throws<DomainException>(() => from.MergeInto(into, "bo", After(30))).Message;

    private static Incident Open(long number, Severity severity, int minute)
    {
        var opening = new IncidentOpening(
            "Payments fail",
            severity,
            $"group:{number}",
            EscalationPolicy: "shop",
            ImpactStart: After(minute - 5)
        );
        return Incident.Open(opening, number, After(minute));
    }

    private static Instant After(int minutes) => Three + Duration.FromMinutes(minutes);
}
