using NodaTime;
using Portal.Domain.Reports;

namespace Portal.Reports;

internal sealed record ResponseTimesView(Instant From, Instant To, IReadOnlyList<ResponseGroupView> Items);

/// <param name="N">How many incidents were detected; each time has an n of its own.</param>
/// <param name="Mtta">Detected to first acknowledge.</param>
/// <param name="Mttr">Detected to resolved.</param>
/// <param name="Mttd">Impact to detected.</param>
/// <param name="Mttm">Detected to mitigated.</param>
/// <param name="ResolvedItselfShare">Of the resolved ones, how many nobody had to acknowledge; null when none is resolved.</param>
/// <param name="Incidents">Their numbers, oldest first.</param>
internal sealed record ResponseGroupView(
    string Group,
    int N,
    StatisticsView Mtta,
    StatisticsView Mttr,
    StatisticsView Mttd,
    StatisticsView Mttm,
    decimal? ResolvedItselfShare,
    IReadOnlyList<long> Incidents
)
{
    public static ResponseGroupView Of(ResponseGroup group) =>
        new(
            group.Name,
            group.N,
            StatisticsView.Of(group.ToAcknowledge),
            StatisticsView.Of(group.ToResolve),
            StatisticsView.Of(group.ToDetect),
            StatisticsView.Of(group.ToMitigate),
            group.Resolved == 0 ? null : Math.Round((decimal)group.ResolvedItself / group.Resolved, 4),
            [.. group.Incidents.Select(incident => incident.Number)]
        );
}

/// <summary>In seconds; null for an empty sample.</summary>
internal sealed record StatisticsView(int N, double? Median, double? P90, double? Mean, double? GeometricMean)
{
    public static StatisticsView Of(ResponseStatistics statistics) =>
        new(
            statistics.N,
            Seconds(statistics.Median),
            Seconds(statistics.P90),
            Seconds(statistics.Mean),
            Seconds(statistics.GeometricMean)
        );

    private static double? Seconds(Duration? duration) =>
        duration is { } known ? Math.Round(known.TotalSeconds, 3) : null;
}

internal sealed record AlertQualityReport(Instant From, Instant To, IReadOnlyList<AlertQualityView> Items);

/// <param name="Paged">In how many of its incidents somebody was paged.</param>
/// <param name="ActionableShare">Of its incidents, those that a person did anything about; null when it had none.</param>
/// <param name="Flaps">How often it fired again within half an hour after it was over.</param>
internal sealed record AlertQualityView(
    string Rule,
    int Fired,
    int Incidents,
    int Paged,
    int Acknowledged,
    decimal? ActionableShare,
    int Flaps,
    bool NeverActedOn
)
{
    public static AlertQualityView Of(AlertQuality quality) =>
        new(
            quality.Rule,
            quality.Fired,
            quality.Incidents,
            quality.Paged,
            quality.Acknowledged,
            quality.ActionableShare is { } share ? Math.Round(share, 4) : null,
            quality.Flaps,
            quality.IsNeverActedOn
        );
}
