using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Measuring;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

public sealed partial class SloDetail : IDisposable
{
    private static readonly IReadOnlyList<Crumb> Above = [new("SLOs", "/slos")];

    private static readonly IReadOnlyList<Choice> BudgetRanges =
    [
        new("24h", "24 h"),
        new("7d", "7 d"),
        new("30d", "30 d"),
        new("90d", "90 d"),
    ];

    private static readonly IReadOnlyList<Choice> BurnRanges = [new("6h", "6 h"), new("24h", "24 h"), new("3d", "3 d")];

    private readonly LatestOnly loads = new();
    private SloView? view;
    private string? failure;
    private bool isMissing;

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <summary>The label that tells the worst apart.</summary>
    [SupplyParameterFromQuery]
    public string? By { get; set; }

    [SupplyParameterFromQuery]
    public string? Burn { get; set; }

    /// <summary>A part of the group that is looked for.</summary>
    [SupplyParameterFromQuery]
    public string? Group { get; set; }

    /// <summary>The number whose formula is open.</summary>
    [SupplyParameterFromQuery]
    public string? Why { get; set; }

    [Inject]
    internal OtherWindows Windows { get; init; } = null!;

    [Inject]
    internal Badges.BadgeLinks Badges { get; init; } = null!;

    [Inject]
    internal Viewer Zones { get; init; } = null!;

    [Inject]
    internal SloDirectory Slos { get; init; } = null!;

    [Inject]
    internal CorrectionEffects Effects { get; init; } = null!;

    [Inject]
    internal DefinitionEditing Editing { get; init; } = null!;

    [Inject]
    internal BudgetSpending Spending { get; init; } = null!;

    [Inject]
    internal AlertStore Alerts { get; init; } = null!;

    [Inject]
    internal SteerBackfill Backfill { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    private string BudgetLabel =>
        $"Budget left: {Numbers.BudgetLeft(view!.Status.Budget.Remaining)} now, with an objective of {Numbers.Objective(view.Status.Objective.Value)} over {WindowText.Of(view.Slo.Spec.Window)}.";

    private string BurnLabel =>
        $"Burn rate: {Numbers.Burn(view!.Status.CurrentBurn)} over the last hour. "
        + string.Join(
            "; ",
            view.Slo.Spec.Alerts.OfType<BurnRateAlert>()
                .Select(alert => $"{alert.Name} above {Numbers.Burn(alert.Factor(view.Status.Period.Duration))}")
        )
        + ".";

    protected override Task OnParametersSetAsync() => LoadAsync();

    public void Dispose() => loads.Dispose();

    private static string Chosen(IReadOnlyList<Choice> ranges, string? value, string byDefault) =>
        Links.Chosen(ranges, value, byDefault)!.Value;

    private void Explain(RangeChangeEventArgs drop)
    {
        if (drop is { From: { } from, To: { } to })
        {
            Navigation.NavigateTo(SloSpent.Address(Name, Moment(from), Moment(to)));
        }

        static Instant Moment(double seconds) => Instant.FromUnixTimeSeconds((long)seconds);
    }

    /// <summary>The last part changes with every slice, and with it what the chart shows.</summary>
    private string ChartOf(string chart, string range) =>
        $"/api/v1/slos/{Name}/charts/{chart}?range={range}&v={view!.Status.Window.End.ToUnixTimeSeconds()}-{view.Slo.Version}";

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var actor = await Actors.GetAsync();
            var slo = Slos.Find(actor, Name);
            view = new SloView(
                slo,
                Slos.TeamOf(slo.Spec),
                Slos.MayChange(actor, slo.Spec),
                await Slos.StatusAsync(actor, slo, null, token),
                await Slos.CoverageAsync(actor, slo, token),
                await Spending.OfAsync(actor, slo, null, token),
                await Windows.OfAsync(actor, slo, Zones.Zone.Id, token),
                [
                    .. Effects
                        .Of(slo.Name)
                        .Select(one => new CorrectionRow(one.Name, one.Spec, one.UpdatedBy, one.UpdatedAt)),
                ],
                await Effects.AsMeasuredAsync(slo, token),
                await Slos.ChangesAsync(actor, slo, token),
                (await Alerts.InstancesAsync([slo.Id], token))[slo.Id]
                    .Where(alert => alert is { State: AlertState.Firing, StartsAt: not null })
                    .ToDictionary(
                        alert => alert.Series[BudgetAlertEvaluation.TierLabel],
                        alert => alert.StartsAt!.Value,
                        StringComparer.Ordinal
                    )
            );
            (failure, isMissing) = (null, false);
        }
        catch (NotFoundException)
        {
            isMissing = true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // a newer load has taken over, or the page is gone
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            failure = "The database is not reachable.";
        }
    }

    private async Task WithdrawAsync(string name)
    {
        if (Effects.Of(Name).FirstOrDefault(one => one.Name == name) is not { } correction)
        {
            return;
        }

        var refused = await Editing.DeleteAsync(CorrectionManifest.Definition, correction, CancellationToken.None);
        if (refused.Any)
        {
            Toasts.Refuse(refused.Refusal ?? "It was not withdrawn.");
        }

        await LoadAsync();
    }

    private async Task SteerAsync(Func<Actor, Definition<Slo>, CancellationToken, Task> steer)
    {
        try
        {
            await steer(await Actors.GetAsync(), view!.Slo, CancellationToken.None);
        }
        catch (Exception refused) when (refused is ConflictException or ForbiddenException)
        {
            Toasts.Refuse(refused.Message);
        }

        await LoadAsync();
    }

    private sealed record SloView(
        Definition<Slo> Slo,
        string? Team,
        bool MayChange,
        SloStatus Status,
        Coverage Coverage,
        SpentRange Spent,
        IReadOnlyList<OtherWindow> Windows,
        IReadOnlyList<CorrectionRow> Corrections,
        SliceSums? AsMeasured,
        IReadOnlyList<SloChange> Changes,
        IReadOnlyDictionary<string, Instant> FiringSince
    )
    {
        public string Yaml { get; } =
            ManifestExport.Yaml(
                Preview.SloDraft.Manifest(Slo.Name, SloManifest.Definition.Write(Slo.Spec), Slo.Labels)
            );
    }
}
