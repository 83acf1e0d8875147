using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Npgsql;
using Portal.Access;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Ui;

namespace Portal.Postmortems.Pages;

public sealed partial class PostmortemDetail : IDisposable
{
    private readonly LatestOnly loads = new();
    private IReadOnlyList<Crumb> crumbs = [new("Postmortems", "/postmortems")];
    private Postmortem? postmortem;
    private Incident? incident;
    private PostmortemRights rights = new(false, false, false, false, false);
    private Actor? actor;
    private string? failure;
    private bool missing;
    private bool busy;
    private bool mayChangeActions;

    /// <summary>The number of the incident, or the id.</summary>
    [Parameter]
    public required string Key { get; set; }

    [Inject]
    internal PostmortemStore Store { get; init; } = null!;

    [Inject]
    internal IncidentStore Incidents { get; init; } = null!;

    [Inject]
    internal PostmortemCommands Commands { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal PostmortemApproval Approval { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal IJSRuntime Script { get; init; } = null!;

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            actor = await Current.GetAsync();
            var found = await Store.FindAsync(PostmortemKey.Of(Key), token);
            (missing, failure) = (found is null, null);
            if (found is not null)
            {
                incident = await Incidents.FindAsync(found.Incident, token);
                Show(found);
            }
        }
        catch (NpgsqlException lost)
        {
            failure = $"The database did not answer: {lost.Message}";
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return;
        }
    }

    private void Show(Postmortem shown)
    {
        postmortem = shown;
        crumbs =
        [
            new("Postmortems", "/postmortems"),
            new($"Incident #{shown.Incident}", $"/incidents/{shown.Incident}"),
        ];
        rights = PostmortemRights.Of(shown, actor!, Authoriser, Approval);
        mayChangeActions = Authoriser.May(actor!, Role.Responder, shown.Team);
    }

    private Task SubmitAsync() => StepAsync(Commands.SubmitAsync, "Others can read and comment now");

    private Task ApproveAsync() => StepAsync(Commands.ApproveAsync, "Approved");

    private Task PublishAsync() => StepAsync(Commands.PublishAsync, "Published");

    private Task ReturnAsync() => StepAsync(Commands.ReturnAsync, "Returned to its writers");

    private async Task StepAsync(Func<Actor, Guid, CancellationToken, Task<Postmortem>> step, string said)
    {
        busy = true;
        await Toasts.TryAsync(async () =>
        {
            Show(await step(await Current.GetAsync(), postmortem!.Id, CancellationToken.None));
            Toasts.Say(said);
        });
        busy = false;
    }

    private Task PrintAsync() => Script.InvokeVoidAsync("print").AsTask();

    public void Dispose() => loads.Dispose();
}
