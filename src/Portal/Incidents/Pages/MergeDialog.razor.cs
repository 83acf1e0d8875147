using System.Globalization;
using Microsoft.AspNetCore.Components;
using Npgsql;
using Portal.Access;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;

namespace Portal.Incidents.Pages;

/// <summary>Asks of which open incident this one is part, among those that the viewer may change.</summary>
public sealed partial class MergeDialog
{
    private const int Most = 100;

    private IReadOnlyList<Incident>? targets;
    private string? into;
    private string? problem;
    private bool wasOpen;
    private bool busy;

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    [Parameter, EditorRequired]
    public required Naming Names { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    internal IncidentStore Store { get; init; } = null!;

    [Inject]
    internal MergeIncidents Merge { get; init; } = null!;

    [Inject]
    internal IncidentActions Actions { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    private Incident? Chosen =>
        targets?.FirstOrDefault(one => one.Number.ToString(CultureInfo.InvariantCulture) == into);

    protected override async Task OnParametersSetAsync()
    {
        var opens = Open && !wasOpen;
        wasOpen = Open;
        if (opens)
        {
            (targets, into, problem) = (null, "", null);
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            var actor = await Current.GetAsync();
            var open = await Store.ListAsync(new(IncidentStateFilter.Open, Limit: Most), CancellationToken.None);
            targets =
            [
                .. open.Where(one => one.Number != Incident.Number && one.IsTest == Incident.IsTest)
                    .Where(one => Authoriser.May(actor, Role.Responder, one.Team)),
            ];
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            (targets, problem) = ([], "The database did not answer. Close this and try again.");
        }
    }

    private async Task MergeAsync()
    {
        if (Chosen is not { } target)
        {
            problem = "Choose the incident in which it goes on.";
            return;
        }

        busy = true;
        problem = await Actions.ProblemAsync(actor =>
            Merge.MergeAsync(actor, Incident.Number, target.Number, CancellationToken.None)
        );
        busy = false;
        if (problem is null)
        {
            await OpenChanged.InvokeAsync(false);
            await OnChanged.InvokeAsync();
        }
    }
}
