using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Portal.Domain.Incidents;
using Portal.Incidents;
using Portal.Teams;
using Portal.Ui;

namespace Portal.Demo.Pages;

/// <summary>The fault switch and what comes of it, side by side.</summary>
public sealed partial class DemoStage : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private const int Looked = 10;

    private static readonly Duration Shown = Duration.FromMinutes(15);

    /// <summary>Long enough that the chart is not drawn anew at each look.</summary>
    private static readonly Duration RedrawEvery = Duration.FromSeconds(5);

    private readonly CancellationTokenSource leaving = new();
    private IReadOnlyList<DemoMessage> messages = [];
    private Incident? open;
    private Instant drawnTo;

    [Inject]
    internal IServiceProvider Services { get; init; } = null!;

    [Inject]
    internal IncidentStore Incidents { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    private DemoShop? Shop => Services.GetService<DemoShop>();

    private string From => InstantPattern.General.Format(drawnTo - Shown);

    private string To => InstantPattern.General.Format(drawnTo);

    public void Dispose()
    {
        leaving.Cancel();
        leaving.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        drawnTo = Clock.GetCurrentInstant();
        if (Shop is not null)
        {
            await LookAsync();
        }
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && Shop is not null)
        {
            _ = WatchAsync();
        }
    }

    private void Switch(bool broken) => Shop!.Switch(broken);

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(leaving.Token))
            {
                await InvokeAsync(async () =>
                {
                    await LookAsync();
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException)
        {
            // the person has left
        }
    }

    private async Task LookAsync()
    {
        messages = Services.GetRequiredService<DemoPhones>().Messages;
        var now = Clock.GetCurrentInstant();
        drawnTo = now - drawnTo >= RedrawEvery ? now : drawnTo;
        try
        {
            var found = await Incidents.ListAsync(
                new IncidentFilter(IncidentStateFilter.Open, Service: "checkout", Limit: Looked),
                leaving.Token
            );
            open = found.MinBy(incident => incident.Severity);
        }
        catch (NpgsqlException)
        {
            // The database is away for a moment: what was seen last stays.
        }
    }
}
