using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class RatioSliTests
{
    private static readonly CounterQuery Query = new("x", counter: true);

    [Fact]
    public void Exactly_one_of_good_and_bad_is_given()
    {
        Assert.Throws<DomainException>(() => new RatioSli("prom", Query, Query, Query));
        Assert.Throws<DomainException>(() => new RatioSli("prom", null, null, Query));
    }

    [Fact]
    public void Good_is_what_is_not_bad()
    {
        var good = new RatioSli("prom", Query, null, Query);
        var bad = new RatioSli("prom", null, Query, Query);

        Assert.Equal(SliceSums.Of(97, 100), good.Slice(97, 100));
        Assert.Equal(SliceSums.Of(97, 100), bad.Slice(3, 100));
    }

    [Fact]
    public void No_error_series_is_no_error_and_no_good_series_is_all_bad()
    {
        Assert.Equal(SliceSums.Of(100, 100), new RatioSli("prom", null, Query, Query).Slice(null, 100));
        Assert.Equal(SliceSums.Of(0, 100), new RatioSli("prom", Query, null, Query).Slice(null, 100));
    }

    [Fact]
    public void No_total_is_no_measurement()
    {
        Assert.Equal(SliceSums.Missing, new RatioSli("prom", null, Query, Query).Slice(0, null));
        Assert.Equal(SliceSums.Of(0, 0), new RatioSli("prom", null, Query, Query).Slice(0, 0));
    }
}
