using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;
using Portal.Catalog;
using Portal.Domain.Catalog;
using Portal.Domain.Reports;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Slos;
using Portal.Slos.Reading;

namespace Portal.Reports.Months;

/// <summary>Reads from the ledger how SLOs stood when a month ended, as it would be said today.</summary>
internal sealed class MonthNumbers(
    SloStandings standings,
    DefinitionHistory history,
    IOptions<ReportsOptions> options,
    IClock clock
)
{
    public DateTimeZone Zone => options.Value.Zone;

    public TimeRange RangeOf(YearMonth month) => FrozenMonths.RangeOf(month, Zone);

    /// <summary>By name, the SLOs that were defined when it ended; of a month that goes on, now.</summary>
    /// <param name="only">This one alone; null for all.</param>
    public async Task<IReadOnlyList<SloMonth>> OfAsync(YearMonth month, Guid? only, CancellationToken cancellationToken)
    {
        var end = Instant.Min(RangeOf(month).End, clock.GetCurrentInstant());
        var counted = await standings.CountedAsync(end, only, cancellationToken);
        var teams = await TeamsAsync(end, cancellationToken);
        return [.. counted.Select(one => Of(month, one, teams.GetValueOrDefault(one.Read.Slo.Spec.Service)))];
    }

    private SloMonth Of(YearMonth month, CountedStanding counted, string? team)
    {
        var (read, raw) = (counted.Read, counted.Raw);
        var standing = read.Standing;
        return new SloMonth
        {
            SloId = read.Slo.Id,
            Month = YearMonthPattern.Iso.Format(month),
            Zone = Zone.Id,
            Name = standing.Name,
            Service = standing.Service,
            Team = team,
            Objective = standing.Objective.Value,
            Window = WindowText.Of(read.Slo.Spec.Window),
            From = standing.Window.Start,
            To = standing.Window.End,
            State = standing.Verdict,
            Good = read.Sums.Good,
            Total = read.Sums.Total,
            Bad = read.Sums.Bad,
            Sli = standing.Sli,
            BudgetConsumed = 1 - standing.BudgetLeft,
            Coverage = read.Sums.Coverage,
            RawGood = raw.Good,
            RawTotal = raw.Total,
            RawBad = raw.Bad,
        };
    }

    /// <summary>Who owned each service then.</summary>
    private async Task<IReadOnlyDictionary<string, string>> TeamsAsync(Instant end, CancellationToken cancellationToken)
    {
        var services = await history.DuringAsync<Service>(
            ServiceManifest.Definition,
            end - Duration.Epsilon,
            end,
            cancellationToken
        );
        // One that was deleted and made again within the instant would be there twice: the later counts.
        return services
            .GroupBy(version => version.Definition.Name, StringComparer.Ordinal)
            .ToDictionary(known => known.Key, known => known.Last().Spec.Team, StringComparer.Ordinal);
    }
}
