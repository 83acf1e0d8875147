using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.OnCall;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>Explains a stretch of time in which a budget fell: incidents, deployments, and which label values failed.</summary>
public sealed partial class SloSpent
{
    private const string Unreadable = "Say from when to when, the first before the second.";
    private const string ToCome = "That time is still to come.";

    private readonly LatestOnly loads = new();
    private SpentView? view;
    private string? failure;
    private string? wrong;
    private bool isMissing;
    private (string Name, string? From, string? To)? loaded;
    private string? from;
    private string? to;

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>RFC 3339; the window where null.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>The label that tells apart what failed.</summary>
    [SupplyParameterFromQuery]
    public string? By { get; set; }

    [Inject]
    internal SloDirectory Slos { get; init; } = null!;

    [Inject]
    internal BudgetSpending Spending { get; init; } = null!;

    [Inject]
    internal FindDrops Drops { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private IReadOnlyList<Crumb> Above => [new("SLOs", "/slos"), new(Name, $"/slos/{Name}")];

    private bool IsRange => From is not null || To is not null;

    private string ChartSource =>
        $"/api/v1/slos/{Name}/charts/budget?from={Moments.Machine(view!.Charted.Start)}&to={Moments.Machine(view.Charted.End)}";

    private string Summary
    {
        get
        {
            var (range, sums) = (view!.Spent.Range, view.Spent.Sums);
            var time = LocalTimes.Range(range.Start, range.End, Viewer.Zone, Clock.GetCurrentInstant());
            var unmeasured = sums.IsCovered ? "" : $" Only {Numbers.Coverage(sums.Coverage)} of this time is measured.";
            return $"{time}: {SloWords.Events(sums.Bad)} bad of {SloWords.Events(sums.Total)} {SloWords.Units(view.Slo.Spec)}, {Numbers.Percent(view.Spent.Consumed, 1)} of the budget.{unmeasured}";
        }
    }

    /// <summary>The page with a time chosen.</summary>
    public static string Address(string slo, Instant from, Instant to, string? by = null) =>
        $"/slos/{slo}/spending?from={Moments.Machine(from)}&to={Moments.Machine(to)}{(by is null ? "" : $"&by={Uri.EscapeDataString(by)}")}";

    public void Dispose() => loads.Dispose();

    /// <summary>Another label needs only the backend, which is asked by its own card.</summary>
    protected override Task OnParametersSetAsync()
    {
        if (loaded == (Name, From, To))
        {
            return Task.CompletedTask;
        }

        loaded = (Name, From, To);
        return LoadAsync();
    }

    /// <summary>What most of a drop was, and how much of it.</summary>
    private static string Likely(SpentRange drop) =>
        drop.Shares[0] is { Cause: { } cause, Share: var share }
            ? $"{Numbers.Percent(share.Share, 0)} {NameOf(cause)}"
            : "no incident or deployment explains it";

    private static string NameOf(NamedCause cause) =>
        cause.Kind == BudgetCauseKind.Deployment ? cause.Title : $"{cause.Key} {cause.Title}";

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var actor = await Actors.GetAsync();
            var slo = Slos.Find(actor, Name);
            wrong = IsRange && Asked() is null ? Unreadable : null;
            var drops = await Drops.OfAsync(actor, slo, token);
            var window = await Spending.OfAsync(actor, slo, null, token);
            var spent = Asked() is { } asked ? await Spending.OfAsync(actor, slo, asked, token) : window;
            if (spent.Range.Duration == Duration.Zero)
            {
                (wrong, spent) = (ToCome, window);
            }

            view = new(
                slo,
                spent,
                drops,
                slo.Spec.Window.PeriodAt(spent.Range.End),
                Charted(spent.Range, window.Range)
            );
            from = LocalTimes.Text(spent.Range.Start, Viewer.Zone);
            to = LocalTimes.Text(spent.Range.End, Viewer.Zone);
            (failure, isMissing) = (null, false);
        }
        catch (NotFoundException)
        {
            isMissing = true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // another time is looked at, or the page is gone
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            failure = "The database is not reachable.";
        }
    }

    /// <summary>Null where the address has no range, or none that is one.</summary>
    private Interval? Asked() =>
        From is not null
        && To is not null
        && RequestTime.Parse(From) is { } start
        && RequestTime.Parse(To) is { } end
        && start < end
            ? new Interval(start, end)
            : null;

    /// <summary>A drop with as much before and after it, so that one sees it fall; the window otherwise.</summary>
    private static Interval Charted(Interval range, Interval window) =>
        range == window
            ? window
            : new(
                range.Start - range.Duration,
                Instant.Max(Instant.Min(range.End + range.Duration, window.End), range.End)
            );

    private void Zoom(RangeChangeEventArgs drop)
    {
        if (drop is { From: { } start, To: { } end })
        {
            Navigation.NavigateTo(
                Address(Name, Instant.FromUnixTimeSeconds((long)start), Instant.FromUnixTimeSeconds((long)end), By)
            );
        }
    }

    private void Go()
    {
        var (start, end) = (LocalTimes.Start(from, Viewer.Zone), LocalTimes.End(to, Viewer.Zone));
        wrong = start < end ? null : Unreadable;
        if (wrong is null)
        {
            Navigation.NavigateTo(Address(Name, start!.Value, end!.Value, By));
        }
    }

    private sealed record SpentView(
        Definition<Slo> Slo,
        SpentRange Spent,
        IReadOnlyList<SpentRange> Drops,
        Interval Period,
        Interval Charted
    );
}
