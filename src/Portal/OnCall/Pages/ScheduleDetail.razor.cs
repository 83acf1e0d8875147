using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using Portal.Access;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Teams;
using Portal.Ui;

namespace Portal.OnCall.Pages;

/// <summary>Who is on call when, why, and what is missing. Everything chosen stands in the address.</summary>
public sealed partial class ScheduleDetail
{
    private static readonly IReadOnlyList<Crumb> Above = [new("Schedules", "/schedules")];

    [Parameter]
    public required string Name { get; set; }

    /// <summary>1w, 2w or month.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    public string? FirstDay { get; set; }

    /// <summary>The instant of the box "Who is on call?".</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? AskedAt { get; set; }

    [SupplyParameterFromQuery(Name = "zone")]
    public string? InZone { get; set; }

    /// <summary>override: the form is open.</summary>
    [SupplyParameterFromQuery]
    public string? Add { get; set; }

    [SupplyParameterFromQuery(Name = "begins")]
    public string? BeginsAt { get; set; }

    [SupplyParameterFromQuery(Name = "ends")]
    public string? EndsAt { get; set; }

    [SupplyParameterFromQuery]
    public string? Replaces { get; set; }

    [Inject]
    internal IDefinitions All { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private Definition<Schedule>? definition;
    private ScheduleView? view;
    private ScheduleFaces faces = null!;
    private Instant now;
    private string? me;
    private string subtitle = "";
    private bool mayEdit;
    private bool mayOverride;

    private DateTimeZone Zone => view!.Span.Zone;

    private bool Adding => Add == "override";

    private Instant? At => Parse(AskedAt);

    private Instant? Begins => Parse(BeginsAt);

    private Instant? Ends => Parse(EndsAt);

    private string NowIn =>
        Zone.GetUtcOffset(now) == Viewer.Zone.GetUtcOffset(now)
            ? $"{Moments.Text(now, Zone, now, MomentStyle.Full)} in {LocalTimes.Place(Zone)}"
            : $"{Moments.Text(now, Zone, now, MomentStyle.Full)} in {LocalTimes.Place(Zone)}, {Moments.Text(now, Viewer.Zone, now, MomentStyle.Full)} for you";

    /// <summary>The shift of that night is longer or shorter; in its own week it is said with its hour.</summary>
    private string ClockNote
    {
        get
        {
            var after = view!.Span.Range.Start < now ? view.Span.Range.Start : now;
            if (LocalTimes.NextChange(Zone, after) is not var (at, by))
            {
                return "";
            }

            var hours = Numbers.Duration(Duration.FromSeconds(Math.Abs(by.Seconds)));
            var longer = by < Offset.Zero ? "longer" : "shorter";
            return view.Span.Range.Contains(at)
                ? $"Clocks {(by < Offset.Zero ? "go back" : "go forward")} by {hours} on {Moments.Text(at, Zone, now, MomentStyle.Day)}: that shift is {hours} {longer}"
                : $"Clocks change next on {Moments.Text(at, Zone, now, MomentStyle.Day)}: that shift is {hours} {longer}";
        }
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        now = Clock.GetCurrentInstant();
        definition = All.FindByNameOrId<Schedule>(Name);
        if (definition is null)
        {
            view = null;
            return;
        }

        var schedule = definition.Spec;
        view = new ScheduleView(
            schedule,
            ScheduleSpan.Of(View ?? ScheduleSpan.TwoWeeks, FirstDay, schedule.Zone, now),
            now
        );
        faces = new ScheduleFaces(schedule, People.NameOf);
        subtitle = string.Join(" · ", new[] { Policies(), HandsOver(schedule) }.Where(part => part.Length > 0));
        var actor = await Current.GetAsync();
        me = actor.Name;
        var team = definition.Labels.TryGet("team", out var owner) ? owner : null;
        mayEdit = Authoriser.May(actor, Role.Lead, team);
        mayOverride = Authoriser.May(actor, Role.Responder, team);
    }

    private string Policies() =>
        string.Join(", ", Uses().Select(use => $"step {use.Step + 1} of escalation policy {use.Policy.Name}"))
            is { Length: > 0 } uses
            ? char.ToUpperInvariant(uses[0]) + uses[1..]
            : "No escalation policy pages it";

    private static string HandsOver(Schedule schedule) =>
        schedule.Layers.Count == 1 ? LayerWords.HandsOver(schedule.Layers[0].Rotation) : "";

    private IEnumerable<(Definition<EscalationPolicy> Policy, int Step)> Uses() =>
        from policy in All.All<EscalationPolicy>()
        from step in policy.Spec.Steps.Select((step, index) => (step, index))
        where
            step.step.Notify.Any(target =>
                target.Kind is EscalationTargetKind.Schedule && target.Name == definition!.Name
            )
        select (policy, step.index);

    /// <summary>What a page in a gap would come to: a step that nobody stands behind is passed over at once.</summary>
    private string Consequence(TimeRange gap)
    {
        if (Uses().FirstOrDefault() is not { Policy: { } policy } use)
        {
            return "";
        }

        var next = policy.Spec.Steps.Skip(use.Step + 1).FirstOrDefault();
        return next is null
            ? $"A page by policy {policy.Name} would reach nobody."
            : $"A page by policy {policy.Name} would go on to {string.Join(" and ", next.Notify.Select(NameOf))} at once.";
    }

    private string NameOf(EscalationTarget target) =>
        target.Kind is EscalationTargetKind.User ? People.NameOf(target.Name) : target.Name;

    private string AskHref(LaneBlock block) =>
        Here(("at", Moments.Machine(Instant.Max(block.From, view!.Span.Range.Start)))) + "#who";

    private string OverrideHref(Instant? from, Instant? to) =>
        Here(
            ("add", "override"),
            ("begins", from is { } start ? Moments.Machine(start) : null),
            ("ends", to is { } end ? Moments.Machine(end) : null)
        );

    private string From(int direction) =>
        Here(("from", LocalDatePattern.Iso.Format(view!.Span.Neighbour(View, direction))));

    private string Here(params (string Name, object? Value)[] query) =>
        "/"
        + Navigation.ToBaseRelativePath(
            Navigation.GetUriWithQueryParameters(
                query.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal)
            )
        );

    private static Instant? Parse(string? text) =>
        text is not null && OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: var time }
            ? time.ToInstant()
            : null;
}
