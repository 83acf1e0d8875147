using NodaTime;
using Portal.Domain.Postmortems;
using Portal.Domain.Time;

namespace Portal.Demo;

/// <summary>An incident of the month before the demo was opened, as a line of <see cref="PastIncidents"/>.</summary>
/// <param name="DaysAgo">Whole days before the day on which the demo was opened.</param>
/// <param name="Began">When users began to notice, by the clock in <see cref="Zone"/>.</param>
/// <param name="Rule">The alert rule that saw it; service, team and severity are those of the rule.</param>
/// <param name="Lasted">For how long the shop's counters show it.</param>
/// <param name="Errors">Of its service's requests, the share that failed meanwhile.</param>
/// <param name="Slow">The share that was slow.</param>
internal sealed record PastIncident(
    int DaysAgo,
    LocalTime Began,
    string Rule,
    string Title,
    Duration Lasted,
    double Errors,
    double Slow
)
{
    public static readonly DateTimeZone Zone = Zones.Find("Europe/Berlin");

    /// <summary>From the first failure to the alert.</summary>
    public Duration Detected { get; init; } = Duration.FromSeconds(80);

    /// <summary>From the alert to the first acknowledge; null when it was over before anybody took it.</summary>
    public Duration? Acknowledged { get; init; }

    /// <summary>The first person slept on; the second step of the policy woke somebody.</summary>
    public bool NeedsSecondStep { get; init; }

    /// <summary>From the alert; null where nobody marked it.</summary>
    public Duration? Mitigated { get; init; }

    /// <summary>From the alert to its first end.</summary>
    public Duration Resolved { get; init; }

    /// <summary>Its alerts went quiet before a person ended it.</summary>
    public bool BySource { get; init; }

    public PastRelapse? Relapse { get; init; }

    public IReadOnlyList<PastNote> Notes { get; init; } = [];

    public IReadOnlyList<PastDeployment> Deployments { get; init; } = [];

    public PastPostmortem? Postmortem { get; init; }

    public string Job => Rule[..Rule.IndexOf('-', StringComparison.Ordinal)];

    public Instant BeganAt(Instant opened) =>
        WallClock.EarlierOrAfterGap(opened.InZone(Zone).Date.PlusDays(-DaysAgo) + Began, Zone);

    /// <summary>What the counters of its service show of it.</summary>
    public IEnumerable<Outage> Outages(Instant opened)
    {
        var began = BeganAt(opened);
        yield return new(Job, began, began + Lasted, Errors, Slow);
        if (Relapse is { } again)
        {
            yield return new(Job, began + again.Began, began + again.Began + again.Lasted, again.Errors, Slow);
        }
    }
}

/// <summary>It was resolved too early, broke again and was reopened.</summary>
/// <param name="Began">From the beginning of the impact.</param>
/// <param name="Resolved">From the alert to its last end.</param>
internal sealed record PastRelapse(Duration Began, Duration Lasted, double Errors, Duration Resolved);

/// <param name="After">From the alert.</param>
/// <param name="ByOther">By somebody else of the team, and not by whoever had it.</param>
internal sealed record PastNote(Duration After, string Text, bool ByOther = false);

/// <param name="After">From the beginning of the impact; negative before it.</param>
internal sealed record PastDeployment(Duration After, string Version, string By);

/// <summary>What became of the draft.</summary>
/// <param name="State">How far it came.</param>
/// <param name="Texts">By section of the built-in template.</param>
internal sealed record PastPostmortem(PostmortemState State, IReadOnlyList<SectionText> Texts)
{
    public IReadOnlyList<PastAction> Actions { get; init; } = [];

    /// <summary>By the one who is asked to approve it, to the section of causes.</summary>
    public string? Question { get; init; }
}

/// <param name="Due">Days after the demo was opened; negative is late.</param>
/// <param name="Done">Days after the postmortem was published; null while it is open.</param>
internal sealed record PastAction(string What, ActionType Type, string Owner, int Due, string Ticket, int? Done = null);
