using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Access;
using Portal.Domain;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Teams;
using Portal.Ui;

namespace Portal.OnCall.Pages;

/// <summary>Changes a schedule, with what it would come to in view all the time.</summary>
public sealed partial class ScheduleEditor
{
    private const string FourWeeks = "4w";

    private static readonly Duration Compared = Duration.FromDays(28);

    private IReadOnlyList<Crumb> Above =>
        Name is null
            ? [new("Schedules", "/schedules")]
            : [new("Schedules", "/schedules"), new(Name, $"/schedules/{Name}")];

    private static readonly IReadOnlyList<Choice> Weeks = [new("2w", "2 weeks"), new(FourWeeks, "4 weeks")];

    [Parameter]
    public string? Name { get; set; }

    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    [Inject]
    internal IDefinitions All { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal DefinitionEditing Editing { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private Definition<Schedule>? saved;
    private ScheduleDraft? draft;
    private ScheduleView? view;
    private FieldErrors errors = FieldErrors.None;
    private IReadOnlyList<ShiftChange> changes = [];
    private IReadOnlyList<(string User, string Name)> everybody = [];
    private IReadOnlyList<string> teams = [];
    private string? opened;

    private IReadOnlyList<string> Problems =>
        [
            .. errors.Refusal is { } refusal ? [refusal] : Array.Empty<string>(),
            .. errors.Except(path =>
                path is "metadata.name" or "spec.timeZone"
                || path.Contains("].rotation", StringComparison.Ordinal)
                || path.Contains("].restrictions[", StringComparison.Ordinal)
                || path.EndsWith("].name", StringComparison.Ordinal)
            ),
        ];

    protected override async Task OnParametersSetAsync()
    {
        if (opened != (Name ?? "new") + Navigation.Uri.Split('?')[0])
        {
            opened = (Name ?? "new") + Navigation.Uri.Split('?')[0];
            await OpenAsync();
        }

        Preview();
    }

    private async Task OpenAsync()
    {
        everybody = People.All();
        teams = [.. All.All<Team>().Select(team => team.Name)];
        saved = Name is null ? null : All.Find<Schedule>(Name);
        errors = FieldErrors.None;
        draft =
            saved is not null ? ScheduleDraft.Of(saved)
            : Name is null ? ScheduleDraft.New(Viewer.Zone, Clock.GetCurrentInstant(), (await Current.GetAsync()).Name)
            : null;
    }

    private void Set(Action change)
    {
        change();
        Changed();
    }

    /// <summary>What was refused is no longer what stands there.</summary>
    private void Changed()
    {
        errors = FieldErrors.None;
        Preview();
    }

    private void AddLayer() =>
        Set(() =>
            draft!.Layers.Add(
                LayerDraft.New(
                    $"layer {draft.Layers.Count + 1}",
                    Clock.GetCurrentInstant().InZone(Viewer.Zone).Date,
                    everybody.Select(one => one.User).FirstOrDefault() ?? ""
                )
            )
        );

    private void Preview()
    {
        (view, changes) = (null, []);
        if (draft?.Read() is not { } schedule)
        {
            return;
        }

        try
        {
            var now = Clock.GetCurrentInstant();
            var today = now.InZone(schedule.Zone).Date;
            var monday = today.PlusDays(1 - (int)today.DayOfWeek);
            view = new ScheduleView(schedule, new(monday, Show == FourWeeks ? 28 : 14, schedule.Zone), now);
            changes = saved is null ? [] : ScheduleDiff.Of(saved.Spec, schedule, new TimeRange(now, now + Compared));
        }
        catch (DomainException)
        {
            view = null; // saving says it under its field
        }
    }

    private async Task SaveAsync()
    {
        errors =
            saved is null && All.Find<Schedule>(draft!.Name) is not null
                ? FieldErrors.Of("metadata.name", $"There is a schedule {draft.Name} already.")
                : await Editing.SaveAsync(draft!.ToDefinition(), dryRun: false, CancellationToken.None);
        if (!errors.Any)
        {
            Toasts.Say("Schedule saved");
            Navigation.NavigateTo($"/schedules/{draft.Name}");
        }
    }

    private async Task DeleteAsync()
    {
        errors = await Editing.DeleteAsync(ScheduleManifest.Definition, saved!, CancellationToken.None);
        if (!errors.Any)
        {
            Navigation.NavigateTo("/schedules");
        }
    }
}
