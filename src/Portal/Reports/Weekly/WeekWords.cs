using System.Globalization;
using NodaTime;
using Portal.Domain.Reports;
using Portal.Domain.Slos;
using Portal.Incidents;
using Portal.Notifications;
using Portal.Slos.Policies;
using Portal.Ui;

namespace Portal.Reports.Weekly;

/// <summary>The weekly mail in words: a section for each thing that a lead asks on Monday, with where to look.</summary>
internal sealed class WeekWords(Addresses addresses)
{
    private const int MostSlos = 15;
    private const int MostIncidents = 10;
    private const int MostLines = 10;

    public MessageContent Of(IReadOnlyList<TeamWeek> teams, LocalDate monday)
    {
        var names = string.Join(", ", teams.Select(team => team.Team));
        var week =
            $"{monday.PlusWeeks(-1).ToString("d MMMM", CultureInfo.InvariantCulture)} to {monday.PlusDays(-1).ToString("d MMMM uuuu", CultureInfo.InvariantCulture)}";
        return new MessageContent($"The week of {names}", $"{week}.")
        {
            Sections =
            [
                .. teams.SelectMany(team => SectionsOf(team, teams.Count > 1 ? $"{team.Team}: " : "")),
                new(
                    "More",
                    [],
                    [
                        new(["Reliability report"], addresses.Of("/reports")),
                        new(["Switch this mail off in your profile"], addresses.Of("/me")),
                    ]
                ),
            ],
        };
    }

    private IEnumerable<MessageSection> SectionsOf(TeamWeek team, string prefix)
    {
        yield return new(
            $"{prefix}SLOs, worst first",
            ["State", "Budget left", "A week ago", $"Burn, 1{Numbers.NoBreakSpace}h"],
            [
                .. team.Slos.Take(MostSlos).Select(SloRow),
                .. More(team.Slos.Count, MostSlos, "SLOs", $"/slos?team={team.Team}"),
                .. Nothing(team.Slos.Count, "No SLO is defined for its services"),
            ]
        );
        yield return new(
            $"{prefix}{Count(team.Incidents.N, "incident", "incidents")}, {Count(team.Pages, "page", "pages")}",
            ["Severity", "Acknowledged after", "Resolved after"],
            [
                .. Times(team.Incidents),
                .. team.Incidents.Incidents.OrderBy(one => one.Severity).Take(MostIncidents).Select(IncidentRow),
                .. More(team.Incidents.N, MostIncidents, "incidents", "/incidents?state=all"),
                .. Nothing(team.Incidents.N, "Nothing broke that anybody noticed"),
            ]
        );
        if (team.Rules.Count > 0)
        {
            yield return new(
                $"{prefix}Policy rules in force",
                [],
                [
                    .. team.Rules.Take(MostLines).Select(RuleRow),
                    .. More(team.Rules.Count, MostLines, "rules", $"/slos?team={team.Team}"),
                ]
            );
        }

        var looks = Looks(team).ToList();
        if (looks.Count > 0)
        {
            yield return new(
                $"{prefix}Needs a look",
                [],
                [.. looks.Take(MostLines), .. More(looks.Count, MostLines, "things", "/reports")]
            );
        }
    }

    private MessageRow SloRow(SloWeek slo) =>
        new(
            [
                slo.Name,
                StateWord.Of(slo.State.ToString()).Word,
                Numbers.BudgetLeft(slo.Left),
                Numbers.BudgetLeft(slo.LeftBefore),
                Numbers.Burn(slo.Burn),
            ],
            addresses.Of($"/slos/{slo.Name}")
        );

    /// <summary>The medians with how many they are of.</summary>
    private static IEnumerable<MessageRow> Times(ResponseGroup group) =>
        group.N == 0
            ? []
            : [new([$"Median of {Numbers.Count(group.N)}", "", Median(group.ToAcknowledge), Median(group.ToResolve)])];

    private static string Median(ResponseStatistics times) =>
        times.N == 0 ? Numbers.Unknown : $"{Numbers.Duration(times.Median)} (n{Numbers.NoBreakSpace}{times.N})";

    private MessageRow IncidentRow(ReportedIncident incident) =>
        new(
            [
                $"#{incident.Number} {incident.Title}",
                StateWord.Of(incident.Severity.ToString()).Word,
                Numbers.Duration(incident.Times.ToAcknowledge),
                Numbers.Duration(incident.Times.ToResolve),
            ],
            addresses.Incident(incident.Number)
        );

    private MessageRow RuleRow(HoldingRule held) =>
        new(
            [
                $"{held.Slo} has spent {PolicyWords.Share(held.Rule.Consumed)} or more: {PolicyWords.Action(held.Rule.Action)} ({held.Policy})",
            ],
            addresses.Of($"/slos/{held.Slo}")
        );

    private IEnumerable<MessageRow> Looks(TeamWeek team)
    {
        foreach (var slo in team.Slos.Where(slo => slo.State is SloState.NoData or SloState.Frozen))
        {
            yield return new(
                [$"{slo.Name} is not measured well enough to be judged"],
                addresses.Of($"/slos/{slo.Name}")
            );
        }

        foreach (var late in team.Late)
        {
            yield return new(
                [$"Overdue: {late.What} ({late.Owner ?? "nobody has it"})"],
                addresses.Of($"/postmortems/{late.Postmortem}")
            );
        }

        foreach (var rule in team.NeverActedOn)
        {
            yield return new(
                [$"{rule} raised incidents, and nobody did anything about them"],
                addresses.Of("/reports")
            );
        }
    }

    private IEnumerable<MessageRow> More(int all, int shown, string what, string path) =>
        all > shown ? [new([$"{Numbers.Count(all - shown)} more {what}"], addresses.Of(path))] : [];

    private static IEnumerable<MessageRow> Nothing(int all, string words) => all == 0 ? [new([words])] : [];

    private static string Count(int count, string one, string more) =>
        $"{Numbers.Count(count)} {(count == 1 ? one : more)}";
}
