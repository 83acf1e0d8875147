using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Access;
using Portal.Domain;
using Portal.Domain.OnCall;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Teams;
using Portal.Ui;

namespace Portal.OnCall.Pages;

/// <summary>Puts somebody in the place of somebody, and shows whom it touches before it is saved.</summary>
public sealed partial class OverridePanel
{
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required Schedule Schedule { get; set; }

    /// <summary>Filled in to begin with, when the form was opened from a gap or a shift.</summary>
    [Parameter]
    public Instant? From { get; set; }

    [Parameter]
    public Instant? To { get; set; }

    [Parameter]
    public string? Replaces { get; set; }

    [Parameter, EditorRequired]
    public required string CloseHref { get; set; }

    [Inject]
    internal ScheduleOverrides Overrides { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private IReadOnlyList<(string User, string Name)> everybody = [];
    private IReadOnlyList<(string User, string Name)> inSchedule = [];
    private IReadOnlyList<ShiftChange> changes = [];
    private FieldErrors errors = FieldErrors.None;
    private Override? draft;
    private string? problem;
    private string? user;
    private string? replaced;
    private string? from;
    private string? to;
    private Instant now;
    private bool busy;
    private (Instant?, Instant?, string?)? opened;

    protected override async Task OnParametersSetAsync()
    {
        now = Clock.GetCurrentInstant();
        everybody = People.All();
        inSchedule =
        [
            .. Schedule
                .Layers.SelectMany(layer => layer.Rotation.Participants)
                .Distinct(StringComparer.Ordinal)
                .Select(name => (name, People.NameOf(name))),
        ];
        if (opened != (From, To, Replaces))
        {
            opened = (From, To, Replaces);
            await FillAsync();
        }

        Preview();
    }

    /// <summary>The next whole hour for the length of a working day, taken by the viewer, until told otherwise.</summary>
    private async Task FillAsync()
    {
        var nextHour = Instant.FromUnixTimeSeconds((now.ToUnixTimeSeconds() / 3600 + 1) * 3600);
        var start = Instant.Max(From ?? nextHour, now);
        from = LocalTimes.Text(start, Schedule.Zone);
        to = LocalTimes.Text(To ?? start + Duration.FromHours(8), Schedule.Zone);
        replaced = Replaces ?? "";
        user = (await Current.GetAsync()).Name;
    }

    private void Set(Action change)
    {
        change();
        Preview();
    }

    private void Preview()
    {
        (problem, draft, changes) = (null, null, []);
        if (LocalTimes.Start(from, Schedule.Zone) is not { } start || LocalTimes.End(to, Schedule.Zone) is not { } end)
        {
            return;
        }

        try
        {
            var added = new Override(user, replaced, start, end);
            var after = new Schedule(Schedule.TimeZone, Schedule.Layers, [.. Schedule.Overrides, added]);
            changes = ScheduleDiff.Of(Schedule, after, new TimeRange(start, end));
            draft = added;
        }
        catch (DomainException refusal)
        {
            problem = refusal.Message;
        }
    }

    private async Task SaveAsync()
    {
        if (draft is not { } added)
        {
            problem ??= "Say from when to when.";
            return;
        }

        busy = true;
        errors = await ChangeAsync(actor => Overrides.AddAsync(actor, Name, added, CancellationToken.None));
        busy = false;
        problem = errors.Refusal ?? errors.Except(_ => false).FirstOrDefault();
        if (!errors.Any)
        {
            Toasts.OfferUndo(
                "Override added",
                () => ChangeAsync(actor => Overrides.RemoveAsync(actor, Name, added, CancellationToken.None))
            );
            Navigation.NavigateTo(CloseHref);
        }
    }

    private Task<FieldErrors> ChangeAsync(Func<Actor, Task> command) =>
        DefinitionEditing.TryAsync(async () =>
        {
            await command(await Current.GetAsync());
            return FieldErrors.None;
        });
}
