using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Access;
using Portal.Domain.Postmortems;
using Portal.Ui;

namespace Portal.Postmortems.Pages;

public sealed partial class ActionItemList
{
    private bool isOpen;
    private ActionItem? edited;
    private string? counts;
    private LocalDate today;

    [Parameter, EditorRequired]
    public required Postmortem Postmortem { get; set; }

    [Parameter, EditorRequired]
    public bool MayChange { get; set; }

    [Parameter, EditorRequired]
    public EventCallback<Postmortem> OnChange { get; set; }

    [Inject]
    internal ActionItemCommands Commands { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    protected override void OnParametersSet()
    {
        today = Clock.GetCurrentInstant().InZone(Viewer.Zone).Date;
        var items = Postmortem.ActionItems;
        counts = items.Count == 0 ? null : $"{items.Count(item => item.IsDone)} of {items.Count} done";
    }

    private void Open(ActionItem? item) => (edited, isOpen) = (item, true);

    private Task SaveAsync(ActionPromise promise) =>
        ChangeAsync(actor =>
            edited is { } item
                ? Commands.ChangeAsync(actor, Postmortem.Id, item.Id, promise, done: null, default)
                : Commands.AddAsync(actor, Postmortem.Id, promise, default)
        );

    private Task DropAsync() => ChangeAsync(actor => Commands.DropAsync(actor, Postmortem.Id, edited!.Id, default));

    private Task FinishAsync(ActionItem item) =>
        ChangeAsync(actor => Commands.FinishAsync(actor, Postmortem.Id, item.Id, !item.IsDone, default));

    private Task ChangeAsync(Func<Actor, Task<Postmortem>> change) =>
        Toasts.TryAsync(async () =>
        {
            await OnChange.InvokeAsync(await change(await Current.GetAsync()));
            isOpen = false;
        });

    private string Day(LocalDate due) =>
        due.ToString(due.Year == today.Year ? "d MMM" : "d MMM uuuu", CultureInfo.InvariantCulture)
            .Replace(' ', Numbers.NoBreakSpace);
}
