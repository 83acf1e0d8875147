using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Domain.Incidents;
using Portal.Ui;

namespace Portal.Incidents.Pages;

public sealed partial class Pocket
{
    private Incident incident = null!;
    private Tone tone;

    [Parameter, EditorRequired]
    public required IncidentRecord Record { get; set; }

    [Parameter, EditorRequired]
    public required Naming Names { get; set; }

    /// <summary>The page's own address, below which its forms are posted.</summary>
    [Parameter, EditorRequired]
    public required string Address { get; set; }

    /// <summary>Where another incident is that whoever looks at this one may see.</summary>
    [Parameter]
    public Func<long, string> Elsewhere { get; set; } = number => $"/i/{number}";

    /// <summary>What its first alert sees; null where there is nothing to draw.</summary>
    [Parameter]
    public DrawnSignal? Signal { get; set; }

    /// <summary>What became of the form that was just posted.</summary>
    [Parameter]
    public string? Said { get; set; }

    [Parameter]
    public bool IsRefusal { get; set; }

    /// <summary>The antiforgery field, where a cookie is what lets people in.</summary>
    [Parameter]
    public RenderFragment? Token { get; set; }

    /// <summary>The further forms.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    private Instant Now { get; set; }

    private Duration Age => IncidentWords.Whole((incident.ResolvedAt ?? Now) - incident.DetectedAt);

    private string Holder => incident.ResolvedBy ?? incident.AcknowledgedBy ?? (Names.Me ?? Incident.BySource);

    private string Headline =>
        incident.MergedInto is { } into ? $"It goes on in #{into}"
        : incident.ResolvedAt is { } resolved ? $"{Names.Resolver(incident.ResolvedBy)} {Time(resolved)}"
        : incident.IsTaken ? $"{Names.Has(incident.AcknowledgedBy!)} it since {Time(Record.TakenAt!.Value)}"
        : incident.MitigatedAt is not null ? "Mitigated; nobody has acknowledged"
        : IsPaged ? "You are paged"
        : "Nobody has it yet";

    private string Below =>
        string.Join(
            " · ",
            new[]
            {
                incident.State is IncidentState.Mitigated ? $"mitigated {Time(incident.MitigatedAt!.Value)}" : null,
                Paged,
                incident is { IsOpen: true, IsTaken: false } && IsPaged ? "nobody has acknowledged" : null,
                Next,
            }.OfType<string>()
        );

    private bool IsPaged => Record.Pages.Any(page => Names.IsMe(page.User));

    private string? Paged =>
        Record.Pages.LastOrDefault(page => Names.IsMe(page.User)) is { } page
            ? $"{(incident.IsOpen && !incident.IsTaken ? "" : "you were paged ")}{Time(page.At)} by {string.Join(" and ", Ways)}"
            : null;

    private IEnumerable<string> Ways =>
        Record.Pages.Where(page => Names.IsMe(page.User)).Select(page => page.Method).Distinct(StringComparer.Ordinal);

    private string? Next =>
        Record.Upcoming is { DueAt: { } due, People: [var first, ..] people }
            ? $"{Names.Subject(first)}{(people.Count > 1 ? $" and {people.Count - 1} more" : "")} next at {Time(due)}"
            : null;

    protected override void OnParametersSet()
    {
        incident = Record.Incident;
        // What goes on elsewhere is not over, and not green.
        tone =
            incident.IsMerged ? Tone.Info
            : incident.IsOpen ? StateWord.Of(incident.Severity.ToString()).Tone
            : Tone.Ok;
        Now = Clock.GetCurrentInstant();
    }

    private string Time(Instant at) => Moments.Text(at, Viewer.Zone, Now);

    private bool IsToday(Instant at) => at.InZone(Viewer.Zone).Date == Now.InZone(Viewer.Zone).Date;

    private static string InUtc(Instant at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);
}
