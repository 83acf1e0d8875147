using System.Diagnostics;
using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Slos.Reading;
using Portal.Telemetry;

namespace Portal.Slos.Preview;

/// <summary>Asks what the queries of an SLI count right now, while somebody writes them.</summary>
internal sealed class TrySli(
    Backends backends,
    IDefinitions definitions,
    SloDirectory directory,
    Authoriser authoriser,
    IClock clock
)
{
    /// <returns>Null for a composite, which asks no backend.</returns>
    /// <exception cref="ForbiddenException">It asks a backend whatever it is told to: that needs a lead.</exception>
    public async Task<TriedSli?> AskAsync(Actor actor, Slo slo, CancellationToken cancellationToken)
    {
        authoriser.Demand(actor, Role.Lead, directory.TeamOf(slo), "try the queries of SLOs");
        if (slo.Sli is not QueriedSli sli)
        {
            return null;
        }

        var slice = slo.Grid.Slice;
        var series = SliceQuery.SeriesOf(sli);
        var part = await AskAsync(sli, SliceQuery.PartOf(sli, slice), series.Part, slo.Grid, cancellationToken);
        var total = SliceQuery.TotalOf(sli, slice) is { } all
            ? await AskAsync(sli, all, series.Total, slo.Grid, cancellationToken)
            : null;
        return new TriedSli(part, total);
    }

    private async Task<TriedQuery> AskAsync(
        QueriedSli sli,
        string query,
        string? selector,
        SliceGrid grid,
        CancellationToken cancellationToken
    )
    {
        var delay = definitions.QueryDelayOf(sli.Backend);
        var at = grid.Floor(clock.GetCurrentInstant() - delay);
        var began = Stopwatch.GetTimestamp();
        var count = await backends.InstantAsync(sli.Backend, query, at, cancellationToken);
        var took = Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began));
        var series = selector is null
            ? null
            : Value(await backends.InstantAsync(sli.Backend, selector, at, cancellationToken));
        return new TriedQuery(
            sli.Backend,
            (int?)series,
            Value(count),
            grid.Slice,
            took,
            (count as QueryOutcome<Sample>.Failed)?.Message
        );
    }

    private static double? Value(QueryOutcome<Sample> outcome) =>
        outcome is QueryOutcome<Sample>.Series { Items: [var sample, ..] } ? sample.Value : null;
}

/// <param name="Total">Null where the slice itself is the event.</param>
public sealed record TriedSli(TriedQuery Part, TriedQuery? Total);

/// <param name="Series">How many series the selectors match; null where the query is written out, or where none does.</param>
/// <param name="Count">Events in the last whole slice; null where there is no series.</param>
/// <param name="Failure">The backend's words; null where it answered.</param>
public sealed record TriedQuery(
    string Backend,
    int? Series,
    double? Count,
    Duration Slice,
    Duration Took,
    string? Failure
);
