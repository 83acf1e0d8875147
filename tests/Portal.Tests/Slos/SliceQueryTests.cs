using NodaTime;
using Portal.Domain;
using Portal.Domain.Alerting;
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
        Assert.Equal(expected, Part(new CounterQuery(query, counter: true)));

    [Fact]
    public void What_is_no_counter_is_taken_as_written() =>
        Assert.Equal("sum(a)", Part(new CounterQuery("a", counter: false)));

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
    [InlineData("h", 0.3, "h_bucket{le=\"0.3\"}")]
    [InlineData("h{job=\"shop\"}", 1, "h_bucket{job=\"shop\",le=~\"1([.]0)?\"}")]
    [InlineData(" h { job=\"a,b}\", } ", 2.50, "h_bucket{job=\"a,b}\",le=\"2.5\"}")]
    public void A_bucket_is_found_by_both_spellings_of_its_bound(string histogram, double bound, string expected) =>
        Assert.Equal(
            $"sum(increase({expected}[60s]))",
            SliceQuery.PartOf(new LatencySli("prom", histogram, (decimal)bound, native: false), Minute)
        );

    [Fact]
    public void Kinds_without_counters_have_queries_of_their_own()
    {
        var gauge = new GaugeSli("prom", "up{job=\"shop\"}", isFailure: false);
        var value = new ThresholdSli("prom", "avg(x[{{.window}}])", Comparison.AtMost, 3);
        var native = new LatencySli("prom", "h", 0.3m, native: true);

        Assert.Equal("sum(sum_over_time(up{job=\"shop\"}[59999ms]))", SliceQuery.PartOf(gauge, Minute));
        Assert.Equal("sum(count_over_time(up{job=\"shop\"}[59999ms]))", SliceQuery.TotalOf(gauge, Minute));
        Assert.Equal("max(avg(x[60s]))", SliceQuery.PartOf(value, Minute));
        Assert.Null(SliceQuery.TotalOf(value, Minute));
        Assert.Equal(
            "histogram_fraction(0, 0.3, sum(increase(h[60s]))) * histogram_count(sum(increase(h[60s])))",
            SliceQuery.PartOf(native, Minute)
        );
    }

    [Theory]
    [InlineData("h_bucket", "Leave out _bucket")]
    [InlineData("{job=\"a\"}", "Name the histogram")]
    [InlineData("a + b", "one histogram")]
    [InlineData("rate(h[5m])", "one histogram")]
    public void What_is_no_selector_of_one_histogram_is_refused_with_the_reason(string histogram, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<DomainException>(() => HistogramQuery.Refuse(histogram)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_label_is_added_replaced_and_taken_back()
    {
        var one = Selector.With("h", "job=\"a\"");
        var two = Selector.With(one, "route=\"/x,y\"");

        Assert.Equal("h{job=\"a\",route=\"/x,y\"}", two);
        Assert.Equal("h{route=\"/x,y\",job=\"b\"}", Selector.With(two, "job=\"b\""));
        Assert.Equal("h{route=\"/x,y\"}", Selector.With(two, "job=\"a\""));
        Assert.Equal("h", Selector.With(one, "job=\"a\""));
    }

    [Theory]
    [InlineData("a - b")]
    [InlineData("a{x=\"1\"")]
    [InlineData("a + ")]
    [InlineData("sum by (x) (a)")]
    [InlineData("a offset 5m")]
    [InlineData("a[5m]")]
    public void What_is_no_sum_of_selectors_is_not_taken_for_one(string query) => Assert.Null(SelectorSum.Parse(query));

    private static string Part(CounterQuery query) =>
        SliceQuery.PartOf(new RatioSli("prom", query, null, query), Minute);
}
