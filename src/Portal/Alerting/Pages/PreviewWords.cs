using NodaTime;
using Portal.Domain.Alerting;
using Portal.Manifests;
using Portal.OnCall;
using Portal.Ui;

namespace Portal.Alerting.Pages;

/// <summary>A preview in sentences, as the editor shows it.</summary>
internal sealed class PreviewWords(RulePreview preview, IDefinitions definitions, DateTimeZone zone)
{
    private const int NightFrom = 22;
    private const int NightTo = 7;

    private readonly AlertRule rule = preview.Draft.Rule;

    public QueryAnswer? Query =>
        preview.Live is not { } live ? null
        : live.Failure is { } failure ? new(0, 0, "", failure, BadPlace.In(failure, rule.Query), [])
        : new(
            live.Series,
            preview.Draft.CanReplay ? live.Meeting : null,
            Numbers.Duration(live.Took),
            null,
            null,
            live.Missing
        );

    public PastStory? Past(string range)
    {
        if (preview.Past is not { } past)
        {
            return null;
        }

        var fired = past.Replay.Fired.Count;
        var title = fired switch
        {
            0 => $"Would not have fired in {range}",
            1 => $"Would have fired once in {range}",
            _ => $"Would have fired {Numbers.Count(fired)} times in {range}",
        };
        return new(title, past.Chart, ChartLabel(past, title), Foot(past), past.Replay.Errors);
    }

    public ReachStory Reach =>
        new(
            [.. preview.Reach.Labels.Select(label => $"{label.Name}={label.Value}")],
            preview.Reach.Joins is { } joins ? $"#{joins.Number}" : null,
            preview.Reach.Joins?.Number,
            [.. Stops()],
            AfterPages(),
            preview.Reach.At
        );

    public MessageStory Message =>
        new(
            preview.Reach.Pages is [var first, ..] ? NameOf(first.User) : null,
            Words.Of(rule.Severity),
            preview.Reach.Summary,
            string.Join(
                " · ",
                new[] { rule.Service, rule.Runbook is { Length: > 0 } runbook ? $"runbook {runbook}" : "" }.Where(
                    part => part.Length > 0
                )
            ),
            preview.Reach.Value is not null
        );

    private IEnumerable<ReachStop> Stops()
    {
        var start = preview.Reach.At;
        foreach (var step in preview.Reach.Pages.GroupBy(page => page.Step))
        {
            var people = step.GroupBy(page => page.User, StringComparer.Ordinal).ToList();
            var at = step.Min(page => page.At) - start;
            var when = at <= Duration.Zero ? "At once" : $"After {Numbers.Duration(at)}";
            yield return new(
                when,
                [.. people.Select(person => NameOf(person.Key))],
                Methods(people, start + at),
                step.Key == 1
            );
        }
    }

    /// <summary>“on call by shop-primary: mail, then sms after 2 min”; for several people only why they are asked.</summary>
    private static string Methods(List<IGrouping<string, SimulatedPage>> people, Instant from)
    {
        var because = string.Join(
            ", ",
            people.SelectMany(person => person).Select(page => page.Because).Distinct(StringComparer.Ordinal)
        );
        if (people.Count > 1)
        {
            return because;
        }

        var pages = people[0].OrderBy(page => page.At).ToList();
        var ways = pages.Select(page =>
            page.ContactMethod is not { } method ? "cannot be reached: has no contact method"
            : page.At > from ? $"{method} after {Numbers.Duration(page.At - from)}"
            : method
        );
        return $"{because}: {string.Join(", then ", ways)}";
    }

    private string AfterPages()
    {
        var service = rule.Service;
        return rule.Severity switch
        {
            Severity.Critical when preview.Reach.Policy is null => service.Length == 0
                ? "Choose a service to see who would be paged."
                : $"Nobody would be paged: {service} names no escalation policy.",
            Severity.Critical when preview.Reach.Pages.Count == 0 =>
                $"Nobody would be paged: nobody stands behind {preview.Reach.Policy} at this moment.",
            Severity.Critical => preview.Reach.Repeat switch
            {
                0 => "Then nobody else, if nobody acknowledges.",
                1 => "Then once more from the start, until somebody acknowledges.",
                var times => $"Then {times} times more from the start, until somebody acknowledges.",
            },
            Severity.High => "Nobody is woken: the team answers within 1 h.",
            Severity.Warning => "Nobody is woken: the team answers on the next business day.",
            Severity.Info => "Nobody is told: it is shown in the portal only.",
        };
    }

    private string Foot(PastAnswer past)
    {
        var sentences = new List<string>();
        if (past.Replay.Longest is { FiredAt: { } at } longest)
        {
            sentences.Add(
                $"Longest {Numbers.Duration(longest.Length)}, {Moments.Text(at, zone, preview.Reach.At, MomentStyle.Full)}."
            );
            var night = past.Replay.Fired.Count(period => IsNight(period.FiredAt!.Value));
            sentences.Add(night == 0 ? "None at night." : $"{night} of {past.Replay.Fired.Count} at night.");
        }

        if (past.Replay.LongestNearly is { } nearly)
        {
            var count = past.Replay.NearlyFired.Count;
            sentences.Add(
                $"{(count == 1 ? "Once" : $"{Numbers.Count(count)} times")} nearly, for {Numbers.Duration(nearly.Length)} at most: too short for {Numbers.Duration(rule.For)}."
            );
        }

        if (past.Step > rule.Interval)
        {
            sentences.Add($"Looked at every {Numbers.Duration(past.Step)}: what was shorter is not seen.");
        }

        return string.Join(' ', sentences);
    }

    private static string ChartLabel(PastAnswer past, string title)
    {
        var shown = past.Chart.Series.Count;
        var series = past.Series == shown ? $"{shown} series" : $"The {shown} worst of {past.Series} series";
        return $"{series}. {title}.";
    }

    private bool IsNight(Instant at) => at.InZone(zone).Hour is >= NightFrom or < NightTo;

    private string NameOf(string user) =>
        definitions.Find<Domain.Teams.Person>(user)?.Spec.DisplayName is { Length: > 0 } name ? name : user;
}
