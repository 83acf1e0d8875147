using System.Globalization;
using NodaTime;
using Portal.Domain.Incidents;
using Portal.Domain.Time;
using static Portal.Domain.Postmortems.MarkdownText;

namespace Portal.Domain.Postmortems;

/// <summary>The tables and lists of a draft.</summary>
internal static class DraftTables
{
    private const int LongestTimeline = 200;
    private const int LongestList = 50;

    private static readonly string[] DurationHead = ["Duration", "Length", "From"];
    private static readonly string[] BudgetHead = ["SLO", "Error budget used"];
    private static readonly string[] FactHead = ["", ""];
    private static readonly string[] CustomersAffected = ["Customers affected", ""];
    private static readonly string[] RequestsAffected = ["Requests affected", ""];

    public static string Times(IncidentRecord record, Wording words)
    {
        var stamps = Stamps(record.Incident).ToList();
        var times = new TimeColumns(words, stamps.Select(stamp => stamp.At).OfType<Instant>());
        string[] head = ["Stamp", .. times.Heads, "By"];
        var rows = stamps.Select(stamp =>
            (IReadOnlyList<string>)[stamp.Name, .. times.Cells(stamp.At), By(stamp.By, words)]
        );
        return $"{Table(head, rows)}\n\n{Table(DurationHead, Durations(record))}";
    }

    public static string KeyFacts(IncidentRecord record, Wording words)
    {
        var incident = record.Incident;
        var facts = new List<IReadOnlyList<string>>
        {
            new[] { "Incident", $"#{incident.Number}" },
            new[] { "Title", Plain(incident.Title) },
            new[] { "Service", incident.Service ?? "none" },
            new[] { "Team", incident.Team ?? "none" },
            new[] { "Severity at the end", PostmortemDraft.Word(incident.Severity) },
            CustomersAffected,
            RequestsAffected,
        };
        if (record.Merged.Count > 0)
        {
            facts.Add(["Merged into it", string.Join(", ", record.Merged.Select(one => $"#{one.Number}"))]);
        }

        facts.AddRange(Stamps(incident).Select(stamp => (IReadOnlyList<string>)[stamp.Name, Fact(stamp, words)]));
        facts.AddRange(Durations(record).Select(one => (IReadOnlyList<string>)[one[0], one[1]]));
        facts.AddRange(record.Budgets.Select(one => (IReadOnlyList<string>)[Plain(one.Slo), Percent(one.Share)]));
        return Table(FactHead, facts);
    }

    public static string Alerts(IncidentRecord record, Wording words)
    {
        if (record.Alerts.Count == 0)
        {
            return "No alert fired for it: it was declared by hand.";
        }

        var all = record.Alerts.SelectMany(alert => new[] { alert.FiredAt, alert.ResolvedAt ?? alert.FiredAt });
        var times = new TimeColumns(words, all);
        string[] head = ["Alert", $"Fired ({times.Head})", "Resolved", "Times", "Last value"];
        var rows = record
            .Alerts.OrderBy(alert => alert.FiredAt)
            .ThenBy(alert => alert.Rule, StringComparer.Ordinal)
            .ThenBy(alert => alert.Fingerprint, StringComparer.Ordinal)
            .Take(LongestList)
            .Select(alert =>
                (IReadOnlyList<string>)
                    [
                        $"**{Plain(alert.Rule)}** {Plain(alert.Summary)}",
                        times.Local(alert.FiredAt),
                        alert.ResolvedAt is { } at ? times.Local(at) : "fires still",
                        alert.Count.ToString(CultureInfo.InvariantCulture),
                        alert.Value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
                    ]
            );
        return Table(head, rows) + Rest(record.Alerts.Count, LongestList, "alerts");
    }

    public static string Timeline(IncidentRecord record, Wording words)
    {
        // Deliveries say how pages arrived, which the list of people sums up; what failed to arrive stays.
        var entries = record.ReadableTimeline().Where(entry => entry.Kind is not TimelineKind.Delivered).ToList();
        var times = new TimeColumns(words, entries.Select(entry => entry.At));
        var rows = entries
            .Take(LongestTimeline)
            .Select(entry =>
                (IReadOnlyList<string>)[.. times.Cells(entry.At), words.Name(entry.Actor), Plain(What(entry, words))]
            );
        return Table([.. times.Heads, "Who", "What"], rows) + Rest(entries.Count, LongestTimeline, "entries");
    }

    public static string People(IncidentRecord record, Wording words)
    {
        var roles = record
            .Roles.OrderBy(role => role.Role, StringComparer.Ordinal)
            .Select(role => $"- {Plain(role.Role)}: {words.Name(role.User)}")
            .ToList();
        var paged = PagedPeople.Of(record.Timeline).ToList();
        string?[] parts =
        [
            roles.Count > 0 ? string.Join('\n', roles) : "Nobody was given a role.",
            paged.Count > 0 ? PagedPeople.Table(paged, words) : "Nobody was paged.",
        ];
        return string.Join("\n\n", parts);
    }

    public static string Changes(IncidentRecord record, Wording words)
    {
        if (record.Changes.Count == 0)
        {
            return "No deployment is known from two hours before the impact to two hours after the end.";
        }

        var times = new TimeColumns(words, record.Changes.Select(change => change.At));
        var rows = record
            .Changes.Take(LongestList)
            .Select(change =>
                (IReadOnlyList<string>)
                    [
                        .. times.Cells(change.At),
                        Plain(change.Service),
                        Link(change.Version, change.Url),
                        words.Name(change.By),
                        Relative(change.At - record.Incident.ImpactStart),
                    ]
            );
        return Table([.. times.Heads, "Service", "Version", "By", "Relative to the impact"], rows)
            + Rest(record.Changes.Count, LongestList, "deployments");
    }

    public static string Budgets(IncidentRecord record) =>
        record.Budgets.Count == 0
            ? ""
            : Table(
                BudgetHead,
                record.Budgets.Select(budget => (IReadOnlyList<string>)[Plain(budget.Slo), Percent(budget.Share)])
            );

    private static IEnumerable<(string Name, Instant? At, string? By)> Stamps(Incident incident) =>
        [
            ("Impact began", incident.ImpactStart, null),
            ("Detected", incident.DetectedAt, null),
            ("Acknowledged", incident.AcknowledgedAt, incident.AcknowledgedBy),
            ("Mitigated", incident.MitigatedAt, null),
            ("Resolved", incident.ResolvedAt, incident.ResolvedBy),
        ];

    private static string Fact((string Name, Instant? At, string? By) stamp, Wording words) =>
        stamp.At is not { } at ? "–"
        : stamp.By is null ? words.Moment(at)
        : $"{words.Moment(at)} by {By(stamp.By, words)}";

    private static string By(string? user, Wording words) =>
        user switch
        {
            null => "",
            Incident.BySource => "its source",
            _ => words.Name(user),
        };

    /// <summary>With the name of whom it is about, the first time that it names them.</summary>
    private static string What(TimelineEntry entry, Wording words)
    {
        var user = entry.Kind is TimelineKind.Note ? null : PagedPeople.UserOf(entry);
        var at = user is null ? -1 : $" {entry.Text} ".IndexOf($" {user}", StringComparison.Ordinal);
        return at < 0 ? entry.Text : entry.Text[..at] + words.NameOf(user!) + entry.Text[(at + user!.Length)..];
    }

    private static IEnumerable<IReadOnlyList<string>> Durations(IncidentRecord record) =>
        [
            ["To detect (TTD)", DurationText.Words(record.Times.ToDetect), "impact to detected"],
            ["To acknowledge (TTA)", Length(record.Times.ToAcknowledge), "detected to acknowledged"],
            ["To mitigate (TTM)", Length(record.Times.ToMitigate), "detected to mitigated"],
            ["To resolve (TTR)", Length(record.Times.ToResolve), "detected to resolved"],
        ];

    private static string Length(Duration? duration) => duration is { } known ? DurationText.Words(known) : "–";

    private static string Relative(Duration after) =>
        after < Duration.Zero ? $"{DurationText.Words(-after)} before" : $"{DurationText.Words(after)} after";

    private static string Rest(int all, int shown, string what) =>
        all <= shown
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"\n\n{all - shown} further {what} are in the incident.");
}
