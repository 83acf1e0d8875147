using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Domain.Teams;

namespace Portal.Telemetry.Pages;

public sealed partial class BackendList
{
    private IReadOnlyList<BackendRow>? rows;
    private bool mayEdit;

    [Inject]
    internal BackendDirectory Directory { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        mayEdit = Authoriser.May(actor, Role.Admin, null);
        rows = [.. Directory.List(actor).Select(BackendRow.Of)];
    }
}
