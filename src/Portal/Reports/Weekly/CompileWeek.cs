using NodaTime;
using Portal.Access;
using Portal.Domain.Catalog;
using Portal.Domain.Reports;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Postmortems;
using Portal.Slos.Policies;
using Portal.Slos.Reading;

namespace Portal.Reports.Weekly;

/// <summary>Brings together what the weekly mail says about a team.</summary>
internal sealed class CompileWeek(
    ReportStore store,
    AlertQualityStore alerts,
    SloDirectory directory,
    SloStandings standings,
    GateKeeping gate,
    PostmortemStore postmortems,
    IDefinitions definitions
)
{
    /// <param name="monday">On which it is read.</param>
    /// <param name="zone">By whose clock the week and today are told.</param>
    public async Task<TeamWeek> RunAsync(
        string team,
        LocalDate monday,
        DateTimeZone zone,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var week = WeeklyMail.WeekBefore(monday, zone);
        var incidents = await store.IncidentsAsync(week, team, cancellationToken);
        var pages = await store.PagesAsync(week, team, cancellationToken);
        var quality = await alerts.ListAsync(week, team, cancellationToken);
        return new(
            team,
            week,
            await SlosAsync(team, now, cancellationToken),
            ResponseGroup.Of(team, incidents),
            Interruption.Of(pages).Count,
            await RulesAsync(team, cancellationToken),
            [.. quality.Where(rule => rule.IsNeverActedOn).Select(rule => rule.Rule)],
            await postmortems.LateAsync(team, monday, cancellationToken)
        );
    }

    private async Task<IReadOnlyList<SloWeek>> SlosAsync(string team, Instant now, CancellationToken cancellationToken)
    {
        var overview = await directory.OverviewAsync(Actor.Portal, cancellationToken);
        var before = (await standings.AtAsync(now - Duration.FromDays(7), team, cancellationToken))
            .GroupBy(one => one.Name, StringComparer.Ordinal)
            .ToDictionary(named => named.Key, named => named.Last().BudgetLeft, StringComparer.Ordinal);
        return
        [
            .. overview
                .Where(one => directory.TeamOf(one.Slo.Spec) == team)
                .OrderBy(one => one.Status.Urgency)
                .ThenBy(one => one.Slo.Name, StringComparer.Ordinal)
                .Select(one => new SloWeek(
                    one.Slo.Name,
                    one.Status.State,
                    one.Status.State is SloState.NoData or SloState.NoTraffic ? null : one.Status.Budget.Remaining,
                    before.GetValueOrDefault(one.Slo.Name),
                    one.Status.CurrentBurn
                )),
        ];
    }

    private Task<IReadOnlyList<HoldingRule>> RulesAsync(string team, CancellationToken cancellationToken) =>
        gate.HoldingAsync(
            Actor.Portal,
            [.. definitions.All<Service>().Where(service => service.Spec.Team == team).Select(service => service.Name)],
            cancellationToken
        );
}
