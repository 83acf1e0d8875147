using NodaTime;
using NodaTime.Text;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class WindowPlanTests
{
    [Fact]
    public void A_long_range_is_slices_hours_days_hours_slices()
    {
        var plan = Plan("2026-03-01T22:58:30Z", "2026-03-04T02:02:00Z");

        Assert.Equal(
            [
                Part(LedgerBucket.Slice, "2026-03-01T22:59:00Z", "2026-03-01T23:00:00Z"),
                Part(LedgerBucket.Hour, "2026-03-01T23:00:00Z", "2026-03-02T00:00:00Z"),
                Part(LedgerBucket.Day, "2026-03-02T00:00:00Z", "2026-03-04T00:00:00Z"),
                Part(LedgerBucket.Hour, "2026-03-04T00:00:00Z", "2026-03-04T02:00:00Z"),
                Part(LedgerBucket.Slice, "2026-03-04T02:00:00Z", "2026-03-04T02:02:00Z"),
            ],
            plan.Parts
        );
        Assert.Equal(1 + 60 + (2 * 1440) + 120 + 2, plan.ExpectedSlices);
    }

    [Fact]
    public void Whole_days_are_one_part() =>
        Assert.Equal(
            [Part(LedgerBucket.Day, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")],
            Plan("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z").Parts
        );

    [Fact]
    public void An_hour_across_two_hours_is_slices() =>
        Assert.Equal(
            [Part(LedgerBucket.Slice, "2026-03-01T10:30:00Z", "2026-03-01T11:30:00Z")],
            Plan("2026-03-01T10:30:00Z", "2026-03-01T11:30:00Z").Parts
        );

    [Fact]
    public void A_range_in_which_no_slice_starts_has_no_parts()
    {
        var plan = Plan("2026-03-01T10:30:01Z", "2026-03-01T10:30:59Z");

        Assert.Empty(plan.Parts);
        Assert.Equal(0, plan.ExpectedSlices);
    }

    private static WindowPlan Plan(string from, string to) =>
        WindowPlan.For(new Interval(At(from), At(to)), SliceGrid.Default);

    private static LedgerRange Part(LedgerBucket bucket, string from, string to) => new(bucket, At(from), At(to));

    private static Instant At(string text) => InstantPattern.General.Parse(text).Value;
}
