using NodaTime;

namespace Portal.Ui;

/// <summary>What happened to a service, to be drawn behind what was measured of it. Whoever knows of incidents or deployments implements it.</summary>
internal interface IChartMarks
{
    Task<ChartMarks> OfAsync(string service, Interval range, CancellationToken cancellationToken);
}

internal sealed record ChartMarks(IReadOnlyList<ChartBand> Bands, IReadOnlyList<ChartMark> Marks);
