using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Portal.Domain.Incidents;
using Portal.Ui;

namespace Portal.Incidents.Pages;

public sealed partial class CorrectTimes
{
    private static readonly LocalDateTimePattern[] Patterns =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
    ];

    private readonly Dictionary<Stamp, string> typed = [];
    private readonly Dictionary<Stamp, string> errors = [];
    private IReadOnlyList<(Stamp Stamp, string Text)> given = [];
    private string? reason;
    private string? problem;
    private bool wasOpen;

    [Parameter]
    public bool Open { get; set; }

    [Parameter]
    public EventCallback<bool> OpenChanged { get; set; }

    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal StampCorrections Stamps { get; init; } = null!;

    [Inject]
    internal IncidentActions Actions { get; init; } = null!;

    protected override void OnParametersSet()
    {
        if (Open && !wasOpen)
        {
            Begin();
        }

        wasOpen = Open;
    }

    /// <summary>What has happened can be corrected; what has not yet cannot.</summary>
    private void Begin()
    {
        given =
        [
            .. Enum.GetValues<Stamp>()
                .Where(stamp => Incident.StampOf(stamp) is not null)
                .Select(stamp => (stamp, Text(Incident.StampOf(stamp)!.Value))),
        ];
        typed.Clear();
        foreach (var (stamp, text) in given)
        {
            typed[stamp] = text;
        }

        errors.Clear();
        (reason, problem) = (null, null);
    }

    private async Task SaveAsync()
    {
        errors.Clear();
        problem = null;
        var corrections = new List<(Stamp, Instant)>();
        foreach (var (stamp, _) in given.Where(one => typed[one.Stamp] != one.Text))
        {
            if (Read(typed[stamp]) is { } at)
            {
                corrections.Add((stamp, at));
            }
            else
            {
                errors[stamp] = "Write a date and a time.";
            }
        }

        if (errors.Count > 0)
        {
            return;
        }

        problem =
            corrections.Count == 0
                ? "No time is changed."
                : await Actions.ProblemAsync(actor =>
                    Stamps.CorrectAsync(actor, Incident.Number, corrections, reason ?? "", CancellationToken.None)
                );
        if (problem is null)
        {
            await OpenChanged.InvokeAsync(false);
            await OnChanged.InvokeAsync();
        }
    }

    private string Text(Instant at) => Patterns[0].Format(at.InZone(Viewer.Zone).LocalDateTime);

    private Instant? Read(string text) =>
        Patterns.Select(pattern => pattern.Parse(text)).FirstOrDefault(parsed => parsed.Success) is { } found
            ? found.Value.InZoneLeniently(Viewer.Zone).ToInstant()
            : null;
}
