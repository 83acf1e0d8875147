using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Reports;

namespace Portal.Domain.Tests.Reports;

public sealed class ShiftLoadTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 2, 8, 0);

    [Fact]
    public void Interruptions_are_divided_by_the_shifts_that_somebody_had()
    {
        var loads = ShiftLoad.Of([new("ana", 6, 1, 2, 0)], [Shift("ana", 0), Shift("bo", 1), Shift("ana", 2)]);

        Assert.Equal("ana bo", string.Join(" ", loads.Select(one => one.User)));
        Assert.Equal((2, 4.5m, false), (loads[0].Shifts, loads[0].PerShift, loads[0].IsAboveTarget));
        Assert.Equal((1, 0m), (loads[1].Shifts, loads[1].PerShift));
    }

    [Fact]
    public void Who_had_no_shift_has_no_share_and_exactly_five_is_too_many()
    {
        var loads = ShiftLoad.Of([new("mia", 2, 0, 0, 0), new("ana", 5, 0, 0, 0)], [Shift("ana", 0)]);

        Assert.True(loads.Single(one => one.User == "ana").IsAboveTarget);
        var mia = loads.Single(one => one.User == "mia");
        Assert.Equal((null, false), (mia.PerShift, mia.IsAboveTarget));
    }

    private static Shift Shift(string user, int week) =>
        new(user, Start + Duration.FromDays(7 * week), Start + Duration.FromDays(7 * week + 7), "weekly", false, "");
}
