using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Slos.Editing;
using Portal.Slos.Preview;
using Portal.Ui;

namespace Portal.Slos.Pages;

public sealed partial class SliFields
{
    private const string Good = "spec.indicator.spec.ratioMetric.good.metricSource";

    private static readonly IReadOnlyList<(SliKind Kind, string Title, string Says)> Kinds =
    [
        (SliKind.Events, "Events", "good or bad of all, by counters"),
        (SliKind.Latency, "Latency", "answered within a time"),
        (SliKind.Gauge, "Up or down", "a probe, or a ratio"),
        (SliKind.Value, "Value", "any query against a limit"),
        (SliKind.Journey, "Journey", "over several SLOs"),
    ];

    private readonly LatestOnly loads = new();
    private SliOffer offer = SliOffer.None;
    private IReadOnlyList<decimal> bounds = [];
    private (string? Backend, SliKind Kind, string Selector) known;

    [Parameter, EditorRequired]
    public required SliForm Sli { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Backends { get; set; }

    /// <summary>What is wrong with a field of the manifest; null while nothing is.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string?> ErrorOf { get; set; }

    /// <summary>What the backend said to what is written now.</summary>
    [Parameter]
    public TriedSli? Tried { get; set; }

    /// <summary>Somebody changed something.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    /// <summary>Somebody chose another kind, whose fields are still empty: that is no error yet.</summary>
    [Parameter]
    public EventCallback OnTurn { get; set; }

    [Inject]
    internal SliSuggestions Suggestions { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    private string Unit =>
        Selector.NameOf(Sli.Histogram).EndsWith("milliseconds", StringComparison.Ordinal) ? "ms" : "s";

    private string BoundHint =>
        (bounds.Count > 0 && !Sli.Native ? "One of its buckets, " : "In the histogram's unit, ")
        + (Unit == "ms" ? "in milliseconds by its name." : "in seconds by convention.");

    private string? BackendError =>
        ErrorOf("spec.indicator.spec.ratioMetric.total.metricSource.metricSourceRef")
        ?? ErrorOf("spec.indicator.spec.ratioMetric.raw.metricSource.metricSourceRef")
        ?? ErrorOf("spec.indicator.spec.thresholdMetric.metricSource.metricSourceRef");

    public void Dispose() => loads.Dispose();

    /// <summary>What is written may also come from a template, so each drawing looks whether there is something new to ask.</summary>
    protected override Task OnAfterRenderAsync(bool firstRender) => SuggestAsync();

    private async Task Edit(Action change)
    {
        change();
        await OnChange.InvokeAsync();
    }

    private async Task TurnAsync(SliKind kind)
    {
        Sli.Kind = kind;
        while (kind is SliKind.Journey && Sli.Members.Count < CompositeSli.LeastMembers)
        {
            Sli.Members.Add(new());
        }

        await OnTurn.InvokeAsync();
    }

    private Task SetHistogramAsync(string histogram) => Edit(() => Sli.Histogram = histogram);

    /// <summary>What the backend has, once for each selector that is written.</summary>
    private async Task SuggestAsync()
    {
        var now = (Sli.Backend, Sli.Kind, SliOffer.SelectorOf(Sli));
        if (Sli.Backend is not { } backend || Sli.Kind is SliKind.Journey || now == known)
        {
            return;
        }

        known = now;
        var token = loads.Next();
        try
        {
            var actor = await Actors.GetAsync();
            offer = await SliOffer.AskAsync(Suggestions, actor, Sli, backend, token);
            bounds =
                Sli.Kind is SliKind.Latency ? await Suggestions.BoundsAsync(actor, backend, Sli.Histogram, token) : [];
            StateHasChanged();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // another change has begun to ask, or the page is gone
        }
        catch (ForbiddenException)
        {
            // whoever may not ask types
        }
    }

    private string Example(bool errors) =>
        Sli.Counter
            ? errors && !Sli.CountsGood
                ? "http_requests_total{job=\"checkout\",code=~\"5..\"}"
                : "http_requests_total{job=\"checkout\"}"
            : "sum(increase(http_requests_total{job=\"checkout\"}[{{.window}}]))";
}
