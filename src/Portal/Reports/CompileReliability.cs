using NodaTime;
using Portal.Domain.Reports;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Postmortems;

namespace Portal.Reports;

/// <summary>Brings together what the page of a period shows.</summary>
internal sealed class CompileReliability(
    ReportStore store,
    AlertQualityStore alerts,
    PostmortemStore postmortems,
    IDefinitions definitions
)
{
    /// <param name="today">The viewer's, by which promises are late.</param>
    public async Task<Reliability> RunAsync(
        TimeRange period,
        ReportGrouping grouping,
        LocalDate today,
        CancellationToken cancellationToken
    )
    {
        var incidents = await store.IncidentsAsync(period, cancellationToken);
        var before = await store.IncidentsAsync(Reliability.BeforeOf(period), cancellationToken);
        var pages = await store.PagesAsync(period, cancellationToken);
        var quality = await alerts.ListAsync(period, cancellationToken);
        var late = await postmortems.LateAsync(null, today, cancellationToken);
        return new(period, grouping, incidents, before, PersonalLoad.Of(pages, ZoneOf), quality, late);
    }

    /// <summary>Somebody whose account is gone is counted by UTC.</summary>
    private DateTimeZone ZoneOf(string user) =>
        Zones.TryFind(definitions.Find<Person>(user)?.Spec.TimeZone, out var zone) ? zone : DateTimeZone.Utc;
}
