using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Slos.Ledger;
using Portal.Telemetry;

namespace Portal.Slos.Groups;

/// <summary>
/// Looks up what corrections make of the hours of groups. An hour that is corrected as a whole needs no backend; of any
/// other the backend says what its corrected part counted.
/// </summary>
internal sealed class CorrectGroups(Backends backends, IDbContextFactory<PortalDb> databases)
{
    private const int MostHours = 500;

    private const string Due = "select start from slo_group_due where slo_id = @Id order by start desc limit @Most";

    private const string Spans = """
        select * from slo_correction_span where slo_id = @Id and starts < @To and ends > @From
        """;

    /// <returns>Null where no hour is due; an error where the backend did not answer.</returns>
    public async Task<(CorrectedHours? Hours, string? Error)?> AskAsync(
        SloGroupSchedule row,
        Slo slo,
        QueriedSli sli,
        CancellationToken cancellationToken
    )
    {
        var due = await DueAsync(row.SloId, slo.Grid, cancellationToken);
        if (due.Count == 0)
        {
            return null;
        }

        // One a pass, with a request for every stretch of it: a claim does not last for ever.
        var partly = new List<(Instant, IReadOnlyList<GroupChange>)>();
        foreach (var (start, stretches) in due.Where(hour => IsPartly(hour.Stretches)).Take(1))
        {
            var answers = await Task.WhenAll(
                stretches.Select(stretch => ChangesAsync(row, sli, stretch, cancellationToken))
            );
            if (answers.Select(answer => answer.Error).OfType<string>().FirstOrDefault() is { } error)
            {
                return (null, error);
            }

            partly.Add((start, [.. Together(answers.SelectMany(answer => answer.Changes))]));
        }

        return (
            new(
                [.. due.Where(hour => hour.Stretches.Count == 0).Select(hour => hour.Start)],
                [.. due.Where(hour => IsWhole(hour.Stretches)).Select(hour => (hour.Start, hour.Stretches[0].Effect))],
                partly
            ),
            null
        );
    }

    private static bool IsWhole(IReadOnlyList<CorrectedStretch> stretches) =>
        stretches.Count == 1 && stretches[0].Range.Duration == GroupedHours.Hours.Slice;

    private static bool IsPartly(IReadOnlyList<CorrectedStretch> stretches) =>
        stretches.Count > 0 && !IsWhole(stretches);

    private static IEnumerable<GroupChange> Together(IEnumerable<GroupChange> changes) =>
        changes
            .GroupBy(change => change.Labels)
            .Select(group => new GroupChange(
                group.Key,
                group.Sum(change => change.Good),
                group.Sum(change => change.Total)
            ));

    private async Task<IReadOnlyList<(Instant Start, IReadOnlyList<CorrectedStretch> Stretches)>> DueAsync(
        Guid id,
        SliceGrid grid,
        CancellationToken cancellationToken
    )
    {
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var hours = await work.QueryAsync<Instant>(Due, new { Id = id, Most = MostHours }, cancellationToken);
        if (hours.Count == 0)
        {
            return [];
        }

        var spans = await work.QueryAsync<SloCorrectionSpan>(
            Spans,
            new
            {
                Id = id,
                From = hours[^1],
                To = hours[0] + GroupedHours.Hours.Slice,
            },
            cancellationToken
        );
        var corrections = spans.Select(span => new CorrectedStretch(new(span.Starts, span.Ends), span.Effect)).ToList();
        return
        [
            .. hours.Select(hour =>
                (hour, CorrectedStretches.Of(new(hour, hour + GroupedHours.Hours.Slice), grid, corrections))
            ),
        ];
    }

    private async Task<(IReadOnlyList<GroupChange> Changes, string? Error)> ChangesAsync(
        SloGroupSchedule row,
        QueriedSli sli,
        CorrectedStretch stretch,
        CancellationToken cancellationToken
    )
    {
        var length = stretch.Range.Duration;
        var outcome = await backends.RangeAsync(
            sli.Backend,
            SliceQuery.ByLabels(sli, length, row.Labels),
            stretch.Range.End,
            stretch.Range.End,
            length,
            cancellationToken
        );
        var counted = GroupedHours.Of(sli, row.Labels, length, outcome.ItemsOrNone());
        return ([.. counted.Select(group => Change(group, stretch.Effect))], GroupedHours.Failure(outcome));
    }

    private static GroupChange Change(GroupHour group, CorrectionEffect effect) =>
        effect switch
        {
            CorrectionEffect.Exclude => new(group.Labels, -group.Good, -group.Total),
            CorrectionEffect.CountAsGood => new(group.Labels, new SliceSums(group.Good, group.Total, 1, 1).Bad, 0),
        };
}
