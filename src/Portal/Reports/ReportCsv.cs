using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Portal.Domain.Reports;

namespace Portal.Reports;

/// <summary>One line per incident, so that whoever doubts a median can compute it.</summary>
internal static class ReportCsv
{
    private const string Head =
        "number,title,severity,service,team,detectedAt,timeToDetect,timeToAcknowledge,timeToMitigate,timeToResolve,resolvedItself,reopened";

    public static string Write(IEnumerable<ReportedIncident> incidents)
    {
        var text = new StringBuilder(Head).Append("\r\n");
        foreach (var one in incidents)
        {
            string[] cells =
            [
                one.Number.ToString(CultureInfo.InvariantCulture),
                Cell(one.Title),
                one.Severity.ToString().ToLowerInvariant(),
                Cell(one.Service ?? ""),
                Cell(one.Team ?? ""),
                InstantPattern.General.Format(one.DetectedAt),
                Seconds(one.Times.ToDetect),
                Seconds(one.Times.ToAcknowledge),
                Seconds(one.Times.ToMitigate),
                Seconds(one.Times.ToResolve),
                one.ResolvedItself ? "true" : "false",
                one.ReopenCount.ToString(CultureInfo.InvariantCulture),
            ];
            text.AppendJoin(',', cells).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Seconds(Duration? duration) =>
        duration?.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Quoted; what a spreadsheet would run as a formula becomes a text.</summary>
    public static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
