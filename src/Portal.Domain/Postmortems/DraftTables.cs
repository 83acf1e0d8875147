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
    private const int DayLength = 10;

    private static readonly string[] StampHead = ["Stamp", "UTC"];
    private static readonly string[] DurationHead = ["Duration", "Length", "From"];
    private static readonly string[] AlertHead = ["Alert", "Fired (UTC)", "Resolved (UTC)", "Times", "Last value"];
    private static readonly string[] ChangeHead = ["UTC", "Service", "Version", "By", "Relative to the impact"];
    private static readonly string[] BudgetHead = ["SLO", "Error budget used"];
    private static readonly string[] FactHead = ["", ""];
    private static readonly string[] CustomersAffected = ["Customers affected", ""];
    private static readonly string[] RequestsAffected = ["Requests affected", ""];

    public static string Times(IncidentRecord record) =>
        $"{Table(StampHead, Stamps(record.Incident))}\n\n{Table(DurationHead, Durations(record))}";

    public static string KeyFacts(IncidentRecord record)
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

        facts.AddRange(Stamps(incident).Select(stamp => (IReadOnlyList<string>)[stamp[0] + " (UTC)", stamp[1]]));
        facts.AddRange(Durations(record).Select(one => (IReadOnlyList<string>)[one[0], one[1]]));
        facts.AddRange(record.Budgets.Select(one => (IReadOnlyList<string>)[Plain(one.Slo), Percent(one.Share)]));
        return Table(FactHead, facts);
    }

    public static string Alerts(IncidentRecord record)
    {
        if (record.Alerts.Count == 0)
        {
            return "No alert fired for it: it was declared by hand.";
        }

        var rows = record
            .Alerts.OrderBy(alert => alert.FiredAt)
            .ThenBy(alert => alert.Rule, StringComparer.Ordinal)
            .ThenBy(alert => alert.Fingerprint, StringComparer.Ordinal)
            .Take(LongestList)
            .Select(alert =>
                (IReadOnlyList<string>)
                    [
                        $"**{Plain(alert.Rule)}** {Plain(alert.Summary)}",
                        Utc(alert.FiredAt),
                        alert.ResolvedAt is { } at ? Utc(at) : "fires still",
                        alert.Count.ToString(CultureInfo.InvariantCulture),
                        alert.Value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
                    ]
            );
        return Table(AlertHead, rows) + Rest(record.Alerts.Count, LongestList, "alerts");
    }

    public static string Timeline(IncidentRecord record)
    {
        // Deliveries say how pages arrived, which the list of people sums up; what failed to arrive stays.
        var entries = record.ReadableTimeline().Where(entry => entry.Kind is not TimelineKind.Delivered).ToList();
        var days = entries.Select(entry => Utc(entry.At)[..DayLength]).Distinct(StringComparer.Ordinal).ToList();
        var isOneDay = days.Count == 1;
        string[] head = [isOneDay ? $"UTC, {days[0]}" : "UTC", "Who", "What"];
        var rows = entries
            .Take(LongestTimeline)
            .Select(entry =>
                (IReadOnlyList<string>)
                    [isOneDay ? Utc(entry.At)[(DayLength + 1)..] : Utc(entry.At), Plain(entry.Actor), Plain(entry.Text)]
            );
        return Table(head, rows) + Rest(entries.Count, LongestTimeline, "entries");
    }

    public static string People(IncidentRecord record)
    {
        var roles = record
            .Roles.OrderBy(role => role.Role, StringComparer.Ordinal)
            .Select(role => $"- {Plain(role.Role)}: {Plain(role.User)}")
            .ToList();
        var paged = PagedPeople.Of(record.Timeline).ToList();
        string?[] parts =
        [
            roles.Count > 0 ? string.Join('\n', roles) : "Nobody was given a role.",
            paged.Count > 0 ? PagedPeople.Table(paged) : "Nobody was paged.",
        ];
        return string.Join("\n\n", parts);
    }

    public static string Changes(IncidentRecord record)
    {
        if (record.Changes.Count == 0)
        {
            return "No deployment is known from two hours before the impact to two hours after the end.";
        }

        var rows = record
            .Changes.Take(LongestList)
            .Select(change =>
                (IReadOnlyList<string>)
                    [
                        Utc(change.At),
                        Plain(change.Service),
                        Link(change.Version, change.Url),
                        Plain(change.By),
                        Relative(change.At - record.Incident.ImpactStart),
                    ]
            );
        return Table(ChangeHead, rows) + Rest(record.Changes.Count, LongestList, "deployments");
    }

    public static string Budgets(IncidentRecord record) =>
        record.Budgets.Count == 0
            ? ""
            : Table(
                BudgetHead,
                record.Budgets.Select(budget => (IReadOnlyList<string>)[Plain(budget.Slo), Percent(budget.Share)])
            );

    private static IEnumerable<IReadOnlyList<string>> Stamps(Incident incident) =>
        [
            ["Impact began", Utc(incident.ImpactStart)],
            ["Detected", Utc(incident.DetectedAt)],
            ["Acknowledged", Stamp(incident.AcknowledgedAt, incident.AcknowledgedBy)],
            ["Mitigated", Stamp(incident.MitigatedAt, null)],
            [
                "Resolved",
                Stamp(
                    incident.ResolvedAt,
                    incident.ResolvedBy == Incident.BySource ? "its source" : incident.ResolvedBy
                ),
            ],
        ];

    private static string Stamp(Instant? at, string? by) =>
        at is not { } known ? "–"
        : by is null ? Utc(known)
        : $"{Utc(known)} by {Plain(by)}";

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
