using NodaTime;
using Portal.Access;
using Portal.Domain.OnCall;
using Portal.Domain.Reports;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.OnCall;
using Portal.Postmortems;
using Portal.Reports.Months;
using Portal.Slos.Reading;

namespace Portal.Reports;

/// <summary>Brings together what the page of a period shows.</summary>
internal sealed class CompileReliability(
    ReportStore store,
    AlertQualityStore alerts,
    PastShifts shifts,
    SloStandings slos,
    SloMonths months,
    PostmortemStore postmortems,
    IDefinitions definitions
)
{
    public async Task<Reliability> RunAsync(ReportQuestion question, CancellationToken cancellationToken)
    {
        var (period, team) = (question.Period, question.Team);
        var incidents = await store.IncidentsAsync(period, team, cancellationToken);
        var before = await store.IncidentsAsync(question.Before, team, cancellationToken);
        var pages = await store.PagesAsync(period, team, cancellationToken);
        var had = await ShiftsAsync(question, cancellationToken);
        var standings = await SlosAsync(question, question.Month, question.End, cancellationToken);
        var standingsBefore = await SlosAsync(
            question,
            question.Month?.PlusMonths(-1),
            question.Before.End,
            cancellationToken
        );
        var quality = await alerts.ListAsync(period, team, cancellationToken);
        var late = await postmortems.LateAsync(team, question.Today, cancellationToken);
        return new(
            question,
            incidents,
            before,
            PagingHours.Of(Interruption.Of(pages), question.Zone),
            ShiftLoad.Of(PersonalLoad.Of(pages, ZoneOf), had),
            standings,
            standingsBefore,
            quality,
            late
        );
    }

    /// <summary>Of a month that is over, as they were frozen; else as they stood at the end.</summary>
    private async Task<SloScore> SlosAsync(
        ReportQuestion question,
        YearMonth? asked,
        Instant end,
        CancellationToken cancellationToken
    )
    {
        if (
            asked is { } month
            && await months.OfAsync(Actor.Portal, month, question.Team, cancellationToken)
                is { IsComplete: true } report
        )
        {
            return SloScore.Of(report);
        }

        return SloScore.Of(await slos.AtAsync(end, question.Team, cancellationToken));
    }

    /// <summary>Up to now: a shift that is yet to come had no page.</summary>
    private async Task<IReadOnlyList<Shift>> ShiftsAsync(
        ReportQuestion question,
        CancellationToken cancellationToken
    ) =>
        question.End > question.Period.Start
            ? await shifts.OfAsync(new(question.Period.Start, question.End), question.Team, cancellationToken)
            : [];

    /// <summary>Somebody whose account is gone is counted by UTC.</summary>
    private DateTimeZone ZoneOf(string user) =>
        Zones.TryFind(definitions.Find<Person>(user)?.Spec.TimeZone, out var zone) ? zone : DateTimeZone.Utc;
}
