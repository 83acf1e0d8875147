using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Domain.Incidents;

namespace Portal.Incidents.Pages;

public sealed partial class IncidentHead
{
    private Incident incident = null!;
    private bool busy;
    private bool asksResolve;
    private bool asksSeverity;
    private bool asksSnooze;
    private bool asksMerge;

    [Parameter, EditorRequired]
    public required IncidentRecord Record { get; set; }

    [Parameter, EditorRequired]
    public required Naming Names { get; set; }

    /// <summary>The viewer may act on it.</summary>
    [Parameter]
    public bool May { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    internal IncidentCommands Commands { get; init; } = null!;

    [Inject]
    internal IncidentActions Actions { get; init; } = null!;

    private string NextWords =>
        Record.Upcoming switch
        {
            null => "Everybody whom the policy names has been paged",
            { People: [] } => "Pages the next step, behind which is nobody now",
            { People: var people } => $"Pages {string.Join(", ", people.Select(Names.Within))} now",
        };

    protected override void OnParametersSet() => incident = Record.Incident;

    private Task AskResolveAsync()
    {
        if (Record.Firing.Count == 0)
        {
            return DoAsync(Commands.ResolveAsync);
        }

        asksResolve = true;
        return Task.CompletedTask;
    }

    private Task EscalateAsync()
    {
        var seen = Record.Upcoming?.Position;
        return DoAsync((actor, number, token) => Commands.EscalateAsync(actor, number, token, seen));
    }

    private async Task DoAsync(Func<Actor, long, CancellationToken, Task> command)
    {
        busy = true;
        try
        {
            await Actions.TryAsync(actor => command(actor, incident.Number, CancellationToken.None));
            await OnChanged.InvokeAsync();
        }
        finally
        {
            busy = false;
        }
    }
}
