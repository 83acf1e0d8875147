using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Alerting;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos;
using Portal.Ui;

namespace Portal.Incidents;

/// <summary>What the first alert of an incident sees, for pages without script.</summary>
/// <remarks>The page is what somebody acknowledges on: a backend that does not answer soon only costs it the chart.</remarks>
internal sealed class PhoneChart(
    RuleDirectory rules,
    ChartRule charts,
    SloCharts slos,
    IDefinitions definitions,
    IClock clock
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Duration Before = Duration.FromMinutes(10);
    private static readonly Duration Shortest = Duration.FromMinutes(30);
    private static readonly Duration Longest = Duration.FromHours(6);

    /// <returns>Null where no alert of the incident has anything to draw.</returns>
    public async Task<DrawnSignal?> DrawAsync(IncidentRecord record, CancellationToken cancellationToken)
    {
        var range = RangeOf(record.Incident);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(Patience);
        foreach (var alert in record.Alerts)
        {
            if (definitions.Find<AlertRule>(alert.Rule) is not null)
            {
                return await TryAsync(alert.Rule, range, () => OfRuleAsync(alert.Rule, range, soon.Token));
            }

            if (definitions.All<Slo>().FirstOrDefault(slo => slo.Id == alert.SourceId) is { } slo)
            {
                return await TryAsync($"Burn rate of {slo.Name}", range, () => OfSloAsync(slo, range, soon.Token));
            }
        }

        return null;
    }

    /// <summary>From a while before the impact to its end, at least half an hour and at most six.</summary>
    private Interval RangeOf(Incident incident)
    {
        var now = clock.GetCurrentInstant();
        var end = incident.ResolvedAt is { } resolved ? Instant.Min(now, resolved + Before) : now;
        var began = Instant.Min(incident.ImpactStart - Before, end - Shortest);
        return new(Instant.Max(began, end - Longest), end);
    }

    private static async Task<DrawnSignal> TryAsync(
        string name,
        Interval range,
        Func<Task<(ChartData? Chart, string? Failure)>> draw
    )
    {
        try
        {
            var (chart, failure) = await draw();
            return new(name, range, StillPlot.Of(chart), failure);
        }
        catch (OperationCanceledException)
        {
            return new(name, range, null, $"The backend gave no answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception gone) when (gone is NotFoundException or NpgsqlException)
        {
            return new(name, range, null, "It can no longer be read.");
        }
    }

    private async Task<(ChartData?, string?)> OfRuleAsync(
        string rule,
        Interval range,
        CancellationToken cancellationToken
    )
    {
        var found = await rules.FindAsync(Actor.Portal, rule, cancellationToken);
        return await charts.DrawAsync(Actor.Portal, found, range, cancellationToken, toTheSecond: true);
    }

    private async Task<(ChartData?, string?)> OfSloAsync(
        Definition<Slo> slo,
        Interval range,
        CancellationToken cancellationToken
    ) => (await slos.BurnAsync(Actor.Portal, slo, range.Start, range.End, cancellationToken), null);
}

/// <param name="Name">Of what is drawn.</param>
/// <param name="Plot">Null where nothing was measured in the range, or the backend failed.</param>
/// <param name="Failure">In the backend's words, where it failed.</param>
public sealed record DrawnSignal(string Name, Interval Range, StillPlot? Plot, string? Failure)
{
    public string Label =>
        Plot?.Table is [var (_, first), .., var (_, last)]
            ? $"{Name} over {Numbers.Duration(Range.Duration)}: {first} at the beginning, {last} at the end."
            : Name;
}
