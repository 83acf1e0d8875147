using NodaTime;
using Portal.OnCall;

namespace Portal.Tests.OnCall;

public sealed class LocalTimesTests
{
    [Theory]
    [InlineData("2026-11-19T12:00")]
    [InlineData("2026-11-19T12:00:00")]
    public void A_time_is_understood_as_the_browser_and_as_blazor_write_it(string text) =>
        Assert.Equal(new LocalDateTime(2026, 11, 19, 12, 0), LocalTimes.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("0001-01-01T00:00")]
    [InlineData("2026-02-30T12:00")]
    public void What_is_no_time_is_null(string? text) => Assert.Null(LocalTimes.Parse(text));
}
