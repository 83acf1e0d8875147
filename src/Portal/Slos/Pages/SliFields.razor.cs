using Microsoft.AspNetCore.Components;
using Portal.Access;
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
    ];

    private readonly LatestOnly loads = new();
    private IReadOnlyList<string> histograms = [];
    private IReadOnlyList<string> matchers = [];
    private IReadOnlyList<decimal> bounds = [];
    private (string? Backend, SliKind Kind, string Histogram) known;

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

    private string? BackendError =>
        ErrorOf("spec.indicator.spec.ratioMetric.total.metricSource.metricSourceRef")
        ?? ErrorOf("spec.indicator.spec.ratioMetric.raw.metricSource.metricSourceRef")
        ?? ErrorOf("spec.indicator.spec.thresholdMetric.metricSource.metricSourceRef");

    public void Dispose() => loads.Dispose();

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? SuggestAsync() : Task.CompletedTask;

    private static string NameOf(string histogram) => Selector.NameOf(histogram);

    private async Task Edit(Action change)
    {
        change();
        await OnChange.InvokeAsync();
        await SuggestAsync();
    }

    private async Task TurnAsync(SliKind kind)
    {
        Sli.Kind = kind;
        await OnTurn.InvokeAsync();
        await SuggestAsync();
    }

    private Task SetHistogramAsync(string histogram) => Edit(() => Sli.Histogram = histogram);

    /// <summary>What the backend has, once for each histogram that is written.</summary>
    private async Task SuggestAsync()
    {
        var now = (Sli.Backend, Sli.Kind, Sli.Histogram);
        if (Sli.Kind is not SliKind.Latency || Sli.Backend is not { } backend || now == known)
        {
            return;
        }

        known = now;
        var token = loads.Next();
        try
        {
            var actor = await Actors.GetAsync();
            histograms = await Suggestions.HistogramsAsync(actor, backend, token);
            bounds = await Suggestions.BoundsAsync(actor, backend, Sli.Histogram, token);
            var name = NameOf(Sli.Histogram);
            matchers = name.Length > 0 ? await Suggestions.MatchersAsync(actor, backend, $"{name}_count", token) : [];
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
