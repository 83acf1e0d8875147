using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos;

namespace Portal.Tests.Slos;

public sealed class SliceQueryTests
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    [Theory]
    [InlineData("a", "sum(increase(a[60s]))")]
    [InlineData(" a{x=\"1\"} ", "sum(increase(a{x=\"1\"}[60s]))")]
    [InlineData("sum(a{x=~\"4..|5..\"})", "sum(increase(a{x=~\"4..|5..\"}[60s]))")]
    [InlineData("{__name__=\"a+b\"}", "sum(increase({__name__=\"a+b\"}[60s]))")]
    [InlineData(
        "a{x=\"}+{\"} + b",
        "sum(label_replace(increase(a{x=\"}+{\"}[60s]), \"portal_term\", \"0\", \"\", \"\") or label_replace(increase(b[60s]), \"portal_term\", \"1\", \"\", \"\"))"
    )]
    [InlineData(
        "sum(a) + (b)",
        "sum(label_replace(increase(a[60s]), \"portal_term\", \"0\", \"\", \"\") or label_replace(increase(b[60s]), \"portal_term\", \"1\", \"\", \"\"))"
    )]
    [InlineData("sum(increase(a[{{ .window }}]))", "sum(sum(increase(a[60s])))")]
    public void Selectors_become_their_increase_and_the_rest_stays_as_written(string query, string expected) =>
        Assert.Equal(expected, SliceQuery.Of(new CounterQuery(query, counter: true), Minute));

    [Fact]
    public void What_is_no_counter_is_taken_as_written() =>
        Assert.Equal("sum(a)", SliceQuery.Of(new CounterQuery("a", counter: false), Minute));

    [Fact]
    public void Both_counts_come_back_in_one_answer()
    {
        var sli = new RatioSli(
            "prom",
            new CounterQuery("good", counter: true),
            null,
            new CounterQuery("all", counter: true)
        );

        Assert.Equal(
            "label_replace(sum(increase(good[10s])), \"portal_part\", \"part\", \"\", \"\") or label_replace(sum(increase(all[10s])), \"portal_part\", \"total\", \"\", \"\")",
            SliceQuery.Of(sli, Duration.FromSeconds(10))
        );
    }

    [Theory]
    [InlineData("a - b")]
    [InlineData("a{x=\"1\"")]
    [InlineData("a + ")]
    [InlineData("sum by (x) (a)")]
    [InlineData("a offset 5m")]
    [InlineData("a[5m]")]
    public void What_is_no_sum_of_selectors_is_not_taken_for_one(string query) => Assert.Null(SelectorSum.Parse(query));
}
