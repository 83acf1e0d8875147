using System.Text;
using NodaTime.Text;
using Portal.Manifests;
using Portal.Slos;

namespace Portal.Reports.Months;

/// <summary>One line for each SLO of a month: what was frozen, and what it would be today.</summary>
internal static class SloMonthCsv
{
    private const string Numbers = "objective,state,sli,good,total,bad,budgetConsumed,coverage,rawGood,rawTotal,rawBad";

    private static readonly string Head =
        $"month,timeZone,name,service,team,window,from,to,frozenAt,{Numbers},{Today()}";

    private static readonly string Nothing = new(',', Numbers.Count(character => character == ','));

    public static string Write(SloMonthReport report)
    {
        var text = new StringBuilder(Head).Append("\r\n");
        foreach (var slo in report.Slos)
        {
            string[] cells =
            [
                YearMonthPattern.Iso.Format(report.Month),
                report.Zone,
                ReportCsv.Cell(slo.Shown.Name),
                ReportCsv.Cell(slo.Shown.Service),
                ReportCsv.Cell(slo.Shown.Team ?? ""),
                ReportCsv.Cell(slo.Shown.Window),
                InstantPattern.General.Format(slo.Shown.From),
                InstantPattern.General.Format(slo.Shown.To),
                slo.Frozen?.FrozenAt is { } at ? InstantPattern.General.Format(at) : "",
                Cells(slo.Frozen),
                Cells(slo.Today),
            ];
            text.AppendJoin(',', cells).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>The columns of what it would be today: todayObjective and so on.</summary>
    private static string Today() =>
        string.Join(',', Numbers.Split(',').Select(name => $"today{char.ToUpperInvariant(name[0])}{name[1..]}"));

    private static string Cells(SloMonth? month) =>
        month is null
            ? Nothing
            : string.Join(
                ',',
                Ratios.Text(month.Objective),
                Words.Of(month.State),
                Ratios.Text(month.Sli),
                Ratios.Text(month.Good),
                Ratios.Text(month.Total),
                Ratios.Text(month.Bad),
                Ratios.Text(month.BudgetConsumed),
                Ratios.Text(month.Coverage),
                Ratios.Text(month.RawGood),
                Ratios.Text(month.RawTotal),
                Ratios.Text(month.RawBad)
            );
}
