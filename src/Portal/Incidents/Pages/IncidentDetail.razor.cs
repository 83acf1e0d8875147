using Microsoft.AspNetCore.Components;
using Npgsql;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Teams;
using Portal.Ui;

namespace Portal.Incidents.Pages;

public sealed partial class IncidentDetail : IDisposable
{
    private readonly LatestOnly loads = new();
    private IncidentRecord? record;
    private Naming names = new(null, user => user);
    private string? failure;
    private bool isMissing;
    private bool may;

    [Parameter]
    public long Number { get; set; }

    [SupplyParameterFromQuery]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery]
    private string? Show { get; set; }

    [Inject]
    internal IncidentReader Reader { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    private bool ShowsAlerts => Tab == "alerts" && record is { Alerts.Count: > 0 };

    protected override Task OnParametersSetAsync()
    {
        if (record is not null && record.Incident.Number != Number)
        {
            record = null;
        }

        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var actor = await Current.GetAsync();
            var found = await Reader.FindAsync(Number, token);
            names = new(actor.Name, People.NameOf);
            may = found is not null && Authoriser.May(actor, Role.Responder, found.Incident.Team);
            (record, isMissing, failure) = (found, found is null, null);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // a newer load is on its way
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            failure = "The database did not answer.";
        }
    }

    public void Dispose() => loads.Dispose();
}
