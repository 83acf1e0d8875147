using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Portal.Domain.Incidents;
using Portal.Ui;

namespace Portal.Incidents.Pages;

/// <summary>Asks until when, in the viewer's zone.</summary>
public sealed partial class SnoozeDialog
{
    private static readonly LocalTime Morning = new(8, 0);
    private static readonly LocalDateTimePattern Typed = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    private IReadOnlyList<End> ends = [];
    private End? chosen;
    private string? typed;
    private string? problem;
    private bool wasOpen;

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
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal SnoozeIncident Snooze { get; init; } = null!;

    [Inject]
    internal IncidentActions Actions { get; init; } = null!;

    private string Consequence =>
        $"You have it then{Before}, and nobody is paged until the time comes. Still open, {IncidentWords.ThenOf(Incident, Names.Me, Names)}.";

    private string Before =>
        Incident is { IsTaken: true, AcknowledgedBy: { } has } && !Names.IsMe(has)
            ? $" instead of {Names.Name(has)}"
            : "";

    protected override void OnParametersSet()
    {
        if (Open && !wasOpen)
        {
            Begin(Clock.GetCurrentInstant());
        }

        wasOpen = Open;
    }

    private void Begin(Instant now)
    {
        var local = now.InZone(Viewer.Zone);
        var day = local.TimeOfDay < Morning ? local.Date : local.Date.PlusDays(1);
        var morning = (day + Morning).InZoneLeniently(Viewer.Zone).ToInstant();
        ends =
        [
            Of("30 minutes", SnoozeEnd.After(Duration.FromMinutes(30)), now),
            Of("1 hour", SnoozeEnd.After(Duration.FromHours(1)), now),
            Of("4 hours", SnoozeEnd.After(Duration.FromHours(4)), now),
            Of("Until the morning", SnoozeEnd.At(morning), now),
            new("Another time", "A date and a time", null),
        ];
        (chosen, typed, problem) = (ends[0], null, null);
    }

    private End Of(string title, SnoozeEnd end, Instant now) =>
        new(title, $"until {Moments.Text(end.At(now), Viewer.Zone, now)}", end);

    private async Task SnoozeAsync()
    {
        if ((chosen?.At ?? Read()) is not { } end)
        {
            problem = "Write a date and a time.";
            return;
        }

        problem = await Actions.ProblemAsync(actor =>
            Snooze.SnoozeAsync(actor, Incident.Number, end, CancellationToken.None)
        );
        if (problem is null)
        {
            await OpenChanged.InvokeAsync(false);
            await OnChanged.InvokeAsync();
        }
    }

    private SnoozeEnd? Read() =>
        Typed.Parse(typed ?? "") is { Success: true, Value: var local }
            ? SnoozeEnd.At(local.InZoneLeniently(Viewer.Zone).ToInstant())
            : null;

    /// <param name="At">Null for the one that is written by hand.</param>
    private sealed record End(string Title, string Hint, SnoozeEnd? At);
}
