using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Domain.OnCall;
using Portal.Ui;

namespace Portal.OnCall.Pages;

/// <summary>The calendar: the final schedule on top, what it was made of below.</summary>
public sealed partial class ScheduleLanes
{
    [Parameter, EditorRequired]
    public required ScheduleView View { get; set; }

    [Parameter, EditorRequired]
    public required ScheduleFaces Faces { get; set; }

    /// <summary>What a user is called.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string> NameOf { get; set; }

    /// <summary>The user who looks: their shifts stand out.</summary>
    [Parameter]
    public string? Me { get; set; }

    /// <summary>Where a block of the final schedule leads.</summary>
    [Parameter]
    public Func<LaneBlock, string>? HrefOf { get; set; }

    private ScheduleSpan Span => View.Span;

    private IReadOnlyList<LaneBlock> Final { get; set; } = [];

    private IReadOnlyList<LaneBlock> Overrides { get; set; } = [];

    private bool ZonesDiffer =>
        Span.Zone.GetUtcOffset(Span.Range.Start) != Viewer.Zone.GetUtcOffset(Span.Range.Start)
        || Span.Zone.GetUtcOffset(Span.Range.End) != Viewer.Zone.GetUtcOffset(Span.Range.End);

    /// <summary>How far the viewer's clock is from the schedule's: −6 h.</summary>
    private string Behind
    {
        get
        {
            var at = Span.Range.Contains(View.Now) ? View.Now : Span.Range.Start;
            var by = Viewer.Zone.GetUtcOffset(at) - Span.Zone.GetUtcOffset(at);
            var text = Numbers.Duration(Duration.FromSeconds(by.Seconds));
            return by > Offset.Zero ? "+" + text : text;
        }
    }

    protected override void OnParametersSet()
    {
        Final =
        [
            .. View
                .Shifts.Select(Block)
                .Concat(View.Gaps.Select(gap => Gap(gap.Start, gap.End)))
                .OrderBy(block => block.From),
        ];
        Overrides = [.. View.Overrides.Select(Block)];
    }

    private IReadOnlyList<LaneBlock> Layer(int index) =>
        [
            .. View.Layers[index]
                .Select(shift => new LaneBlock(
                    shift.From,
                    shift.To,
                    "shift " + Faces.Shift(shift.User),
                    NameOf(shift.User)
                )
                {
                    Label = Sentence(NameOf(shift.User), shift.From, shift.To),
                }),
        ];

    private LaneBlock Block(Shift shift)
    {
        var mine = shift.User == Me ? " shift-mine" : "";
        var past = shift.To <= View.Now ? " shift-quiet" : "";
        var isShown = Span.Range.Contains(shift.From);
        return new LaneBlock(
            shift.From,
            shift.To,
            $"shift {Faces.Shift(shift.User)}{mine}{past}",
            NameOf(shift.User),
            shift.Override ? "cover"
                : isShown && Span.Share(shift.To) - Span.Share(shift.From) > 0.2 ? Range(shift.From, shift.To)
                : "to " + Text(shift.To)
        )
        {
            Label = Sentence(shift.User == Me ? "You" : NameOf(shift.User), shift.From, shift.To),
            Because = "because of " + shift.Because,
        };
    }

    private LaneBlock Gap(Instant from, Instant to) =>
        new(from, to, "shift-gap", Numbers.Duration(to - from))
        {
            IsGap = true,
            Label = Sentence("Nobody", from, to),
            Because = View.Schedule.BecauseAt(from),
        };

    private LaneBlock Block(Override one) =>
        one.User is { } user
            ? new(one.From, one.To, "shift " + Faces.Shift(user), NameOf(user))
            {
                Label = Sentence(
                    one.Replaces is { } replaced ? $"{NameOf(user)} for {NameOf(replaced)}" : NameOf(user),
                    one.From,
                    one.To
                ),
            }
            : new(one.From, one.To, "shift-out", "off")
            {
                Label = Sentence($"{NameOf(one.Replaces!)} is off", one.From, one.To),
            };

    private string Sentence(string who, Instant from, Instant to) => $"{who}, {Range(from, to)}";

    private string Range(Instant from, Instant to) => LocalTimes.Range(from, to, Span.Zone, View.Now);

    private string Text(Instant at) => Moments.Text(at, Span.Zone, View.Now, MomentStyle.Full);

    private static string Words(string row, IReadOnlyList<LaneBlock> blocks) =>
        blocks.Count == 0
            ? $"{row}: none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{row}: {string.Join("; ", blocks.Select(block => block.Label))}"
            );
}
