namespace Portal.Domain.Reports;

/// <summary>How fast incidents were noticed, taken and ended, by team, service or severity.</summary>
/// <remarks>
/// Incidents count in the period in which they were detected. Tests and merged ones are left out before. What has not happened
/// yet is missing from its sample and not counted as long: an open incident has no time to resolve.
/// </remarks>
public static class ResponseReport
{
    /// <summary>The group of incidents that belong to no team or service.</summary>
    public const string NoGroup = "none";

    /// <summary>By name; severities by urgency.</summary>
    public static IReadOnlyList<ResponseGroup> By(ReportGrouping grouping, IEnumerable<ReportedIncident> incidents) =>
        [
            .. incidents
                .GroupBy(incident => Key(grouping, incident))
                .OrderBy(group => group.Key.Rank)
                .ThenBy(group => group.Key.Name, StringComparer.Ordinal)
                .Select(group => ResponseGroup.Of(group.Key.Name, group)),
        ];

    private static (int Rank, string Name) Key(ReportGrouping grouping, ReportedIncident incident) =>
        grouping switch
        {
            ReportGrouping.Team => Named(incident.Team),
            ReportGrouping.Service => Named(incident.Service),
            ReportGrouping.Severity => ((int)incident.Severity, incident.Severity.ToString().ToLowerInvariant()),
        };

    private static (int Rank, string Name) Named(string? name) => name is null ? (1, NoGroup) : (0, name);
}

public enum ReportGrouping
{
    Team,
    Service,
    Severity,
}

/// <param name="ResolvedItself">How many went away before anybody acknowledged.</param>
/// <param name="Resolved">How many are over.</param>
/// <param name="Incidents">Oldest first.</param>
public sealed record ResponseGroup(
    string Name,
    ResponseStatistics ToAcknowledge,
    ResponseStatistics ToResolve,
    ResponseStatistics ToDetect,
    ResponseStatistics ToMitigate,
    int Resolved,
    int ResolvedItself,
    IReadOnlyList<ReportedIncident> Incidents
)
{
    public int N => Incidents.Count;

    public static ResponseGroup Of(string name, IEnumerable<ReportedIncident> incidents)
    {
        var all = incidents.OrderBy(incident => incident.DetectedAt).ThenBy(incident => incident.Number).ToList();
        return new(
            name,
            ResponseStatistics.Of(all.Select(one => one.Times.ToAcknowledge).OfType<NodaTime.Duration>()),
            ResponseStatistics.Of(all.Select(one => one.Times.ToResolve).OfType<NodaTime.Duration>()),
            ResponseStatistics.Of(all.Select(one => one.Times.ToDetect)),
            ResponseStatistics.Of(all.Select(one => one.Times.ToMitigate).OfType<NodaTime.Duration>()),
            all.Count(one => one.Times.ToResolve is not null),
            all.Count(one => one.ResolvedItself),
            all
        );
    }
}
