using NodaTime;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class SliceGridTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(7 * 60)]
    [InlineData(2 * 3600)]
    public void A_slice_divides_an_hour_and_is_ten_seconds_to_an_hour_long(int seconds) =>
        Assert.Throws<DomainException>(() => new SliceGrid(Duration.FromSeconds(seconds)));

    [Fact]
    public void Slices_belong_to_the_range_in_which_they_start()
    {
        var grid = SliceGrid.Default;
        var start = Instant.FromUtc(1969, 12, 31, 23, 58, 30);

        Assert.Equal(2, grid.SlicesIn(new Interval(start, start + Duration.FromMinutes(2))));
        Assert.Equal(Instant.FromUtc(1969, 12, 31, 23, 58), grid.Floor(start));
        Assert.Equal(Instant.FromUtc(1969, 12, 31, 23, 59), grid.StartOf(grid.IndexFrom(start)));
    }
}
