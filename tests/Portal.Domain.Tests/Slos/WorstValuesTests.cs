using Portal.Domain.Labels;
using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class WorstValuesTests
{
    [Fact]
    public void The_label_that_tells_bad_from_good_best_is_shown_and_the_others_are_offered()
    {
        var worst = WorstValues.Of([
            Of(90, 1000, ("route", "/pay"), ("region", "eu")),
            Of(85, 1000, ("route", "/pay"), ("region", "us")),
            Of(3, 1000, ("route", "/cart"), ("region", "eu")),
            Of(2, 1000, ("route", "/cart"), ("region", "us")),
        ])!;

        Assert.Equal("route", worst.Label);
        Assert.Equal("region", Assert.Single(worst.Others));
        Assert.Equal("/pay /cart", Words(worst));
        Assert.Equal(175m / 180, worst.Values[0].Share);
        Assert.Equal(1, worst.Values.Sum(value => value.Share), 20);
    }

    [Fact]
    public void Another_label_is_asked_for_by_its_name()
    {
        IReadOnlyList<SeriesCount> counts =
        [
            Of(9, 10, ("route", "/pay"), ("region", "eu")),
            Of(0, 10, ("route", "/cart"), ("region", "us")),
        ];

        Assert.Equal("region", WorstValues.Of(counts, "region")!.Label);
        Assert.Equal("eu", Words(WorstValues.Of(counts, "region")!));
        Assert.Equal(WorstValues.Of(counts)!.Label, WorstValues.Of(counts, "planet")!.Label);
    }

    [Fact]
    public void Where_nothing_was_bad_or_nothing_differs_there_is_nothing_to_tell()
    {
        Assert.Null(WorstValues.Of([]));
        Assert.Null(WorstValues.Of([Of(0, 10, ("route", "/pay")), Of(0, 5, ("route", "/cart"))]));
        Assert.Null(WorstValues.Of([Of(4, 10, ("job", "shop")), Of(1, 5, ("job", "shop"))]));
    }

    [Fact]
    public void A_label_with_a_value_for_every_series_explains_nothing()
    {
        var counts = Enumerable
            .Range(0, 500)
            .Select(number => Of(1, 10, ("session", $"s{number}"), ("route", number < 250 ? "/a" : "/b")))
            .ToList();

        var worst = WorstValues.Of(counts)!;

        Assert.Equal("route", worst.Label);
        Assert.Empty(worst.Others);
    }

    [Fact]
    public void One_of_thousands_of_values_is_named_where_it_fails_and_the_others_do_not()
    {
        var counts = Enumerable
            .Range(0, 10_000)
            .Select(number => Of(number == 7 ? 20_000 : 1, 30_000, ("route", $"/r{number}")))
            .ToList();

        var worst = WorstValues.Of(counts)!;

        Assert.Equal(("route", "/r7"), (worst.Label, worst.Values[0].Value));
        Assert.Equal(1, worst.Values.Sum(value => value.Share), 18);
    }

    [Fact]
    public void Series_without_the_label_are_a_value_of_their_own()
    {
        var worst = WorstValues.Of([Of(5, 10, ("route", "/pay")), Of(1, 10)])!;

        Assert.Equal("/pay ", Words(worst));
    }

    private static string Words(WorstValues worst) => string.Join(' ', worst.Values.Select(value => value.Value));

    private static SeriesCount Of(decimal bad, decimal total, params ReadOnlySpan<(string, string)> labels) =>
        new(LabelSet.Of(labels), bad, total);
}
