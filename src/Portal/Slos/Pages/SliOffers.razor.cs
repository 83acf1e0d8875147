using Microsoft.AspNetCore.Components;
using Portal.Slos.Editing;
using Portal.Ui;

namespace Portal.Slos.Pages;

public sealed partial class SliOffers
{
    [Parameter, EditorRequired]
    public required SliForm Sli { get; set; }

    [Parameter, EditorRequired]
    public required SliOffer Offer { get; set; }

    /// <summary>Changes the form and tells those who look at it.</summary>
    [Parameter, EditorRequired]
    public required Func<Action, Task> Edit { get; set; }

    private string Written => SliOffer.SelectorOf(Sli);

    private string Name => Selector.NameOf(Written);

    private string MetricsLabel =>
        Sli.Kind switch
        {
            SliKind.Events => "Counters found",
            SliKind.Latency => "Histograms found",
            SliKind.Gauge or SliKind.Value => "Gauges found",
            SliKind.Journey => "",
        };

    private string OnlyLabel =>
        Offer.Series switch
        {
            null => "Only where",
            0 => "Only where · no series now",
            1 => "Only where · 1 series now",
            var count => $"Only where · {Numbers.Count(count.Value)} series now",
        };

    /// <summary>What speaks of failure, and where nothing does every value there is.</summary>
    private IReadOnlyList<string> Parts =>
        Offer.Failures.Count == 0 ? Offer.Matchers
        : Sli.CountsGood ? [.. Offer.Failures.Select(Selector.Not)]
        : Offer.Failures;

    /// <summary>Another metric has other labels, so it begins without any.</summary>
    private Task SetMetricAsync(string name) =>
        Edit(() =>
        {
            switch (Sli.Kind)
            {
                case SliKind.Events:
                    (Sli.Total, Sli.Part, Sli.Counter) = (name, "", true);
                    break;
                case SliKind.Latency:
                    Sli.Histogram = name;
                    break;
                case SliKind.Gauge or SliKind.Value:
                    Sli.Part = name;
                    break;
            }
        });

    private Task NarrowAsync(string matcher) =>
        Edit(() =>
        {
            switch (Sli.Kind)
            {
                case SliKind.Events:
                    Sli.Part = SelectorSum.Parse(Sli.Part) is [var part] ? Selector.With(part, matcher) : Sli.Part;
                    Sli.Total = Selector.With(Written, matcher);
                    break;
                case SliKind.Latency:
                    Sli.Histogram = Selector.With(Written, matcher);
                    break;
                case SliKind.Gauge or SliKind.Value:
                    Sli.Part = Selector.With(Written, matcher);
                    break;
            }
        });

    /// <summary>Bad, or good, is a part of all: the same selector with one matcher more.</summary>
    private Task PartAsync(string matcher) =>
        Edit(() =>
            Sli.Part =
                SelectorSum.Parse(Sli.Part) is [var part] && Selector.NameOf(part) == Name
                    ? Selector.With(part, matcher)
                    : Selector.With(Written, matcher)
        );
}
