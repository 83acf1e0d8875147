using NodaTime;
using Portal.Data;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Ledger;

namespace Portal.Slos.Groups;

/// <summary>
/// Which hours of an SLO's groups corrections touch, and what those count then. What was measured is never changed, so
/// that what is withdrawn comes back without asking anybody.
/// </summary>
internal static class GroupCorrections
{
    private const string OfSpans = """
        insert into slo_group_due (slo_id, start)
        select distinct @Id, hour
        from unnest(@Starts, @Ends) as span(starts, ends)
        cross join generate_series(date_trunc('hour', greatest(starts, @From), 'UTC'), least(ends, @To), '1 hour') as hour
        where hour >= @From and hour < least(ends, @To)
        on conflict do nothing
        """;

    private const string OfRange = """
        insert into slo_group_due (slo_id, start)
        select distinct @Id, hour
        from slo_correction_span
        cross join generate_series(date_trunc('hour', greatest(starts, @From), 'UTC'), least(ends, @To), '1 hour') as hour
        where slo_id = @Id and starts < @To and ends > @From and hour >= @From and hour < least(ends, @To)
        on conflict do nothing
        """;

    private const string Due = """
        update slo_group_schedule
        set due_at = clock_timestamp(), claimed_until = null, version = version + 1
        where slo_id = @Id
        returning *
        """;

    private const string Clear = """
        update slo_group_hour set corrected_good = null, corrected_total = null
        where slo_id = @Id and start = any(@Starts) and corrected_total is not null
        """;

    private const string Whole = """
        update slo_group_hour hour
        set corrected_good = case when one.effect = 'Exclude' then 0 else total end,
            corrected_total = case when one.effect = 'Exclude' then 0 else total end
        from unnest(@Starts, @Effects) as one(start, effect)
        where hour.slo_id = @Id and hour.start = one.start
        """;

    private const string Partly = """
        update slo_group_hour hour
        set corrected_good = hour.good + one.good, corrected_total = greatest(hour.total + one.total, 0)
        from unnest(@Labels, @Good, @Total) as one(labels, good, total)
        join slo_group on slo_group.slo_id = @Id and slo_group.labels = one.labels
        where hour.slo_id = @Id and hour.start = @Start and hour.group_id = slo_group.group_id
        """;

    /// <summary>Corrections that came, changed or went: their hours are looked at again at once.</summary>
    public static async Task ChangedAsync(
        UnitOfWork work,
        Guid id,
        IReadOnlyCollection<SloCorrectionSpan> spans,
        CancellationToken cancellationToken
    )
    {
        var row = await work.FirstOrDefaultAsync<SloGroupSchedule>(Due, new { Id = id }, cancellationToken);
        if (row is not null)
        {
            await work.ExecuteAsync(
                OfSpans,
                new
                {
                    Id = id,
                    Starts = spans.Select(span => span.Starts.ToDateTimeUtc()).ToArray(),
                    Ends = spans.Select(span => span.Ends.ToDateTimeUtc()).ToArray(),
                    From = row.PastFrom.ToDateTimeUtc(),
                    To = row.Reached.ToDateTimeUtc(),
                },
                cancellationToken
            );
        }
    }

    /// <summary>Of hours that were just measured, those that corrections touch.</summary>
    /// <returns>How many there are.</returns>
    public static Task<int> MeasuredAsync(
        UnitOfWork work,
        Guid id,
        Interval hours,
        CancellationToken cancellationToken
    ) =>
        work.ExecuteAsync(
            OfRange,
            new
            {
                Id = id,
                From = hours.Start.ToDateTimeUtc(),
                To = hours.End.ToDateTimeUtc(),
            },
            cancellationToken
        );

    /// <summary>Makes the hours count what their corrections say; they are due no more.</summary>
    public static async Task ApplyAsync(
        UnitOfWork work,
        Guid id,
        CorrectedHours hours,
        CancellationToken cancellationToken
    )
    {
        var starts = hours.All.Select(start => start.ToDateTimeUtc()).ToArray();
        await work.ExecuteAsync(Clear, new { Id = id, Starts = starts }, cancellationToken);
        await work.ExecuteAsync(
            Whole,
            new
            {
                Id = id,
                Starts = hours.Whole.Select(hour => hour.Start.ToDateTimeUtc()).ToArray(),
                Effects = hours.Whole.Select(hour => hour.Effect.ToString()).ToArray(),
            },
            cancellationToken
        );
        foreach (var (start, changes) in hours.Partly)
        {
            await work.ExecuteAsync(
                Partly,
                new
                {
                    Id = id,
                    Start = start,
                    Labels = changes.Select(change => StoredLabels.Write(change.Labels)).ToArray(),
                    Good = changes.Select(change => change.Good).ToArray(),
                    Total = changes.Select(change => change.Total).ToArray(),
                },
                cancellationToken
            );
        }

        await work.ExecuteAsync(
            "delete from slo_group_due where slo_id = @Id and start = any(@Starts)",
            new { Id = id, Starts = starts },
            cancellationToken
        );
    }
}

/// <summary>Hours whose corrections were looked up.</summary>
/// <param name="Cleared">Nothing corrects them any more.</param>
/// <param name="Whole">One correction covers all of the hour.</param>
/// <param name="Partly">What corrections add to the counts of each group, or take from them.</param>
internal sealed record CorrectedHours(
    IReadOnlyList<Instant> Cleared,
    IReadOnlyList<(Instant Start, CorrectionEffect Effect)> Whole,
    IReadOnlyList<(Instant Start, IReadOnlyList<GroupChange> Changes)> Partly
)
{
    public IEnumerable<Instant> All =>
        [.. Cleared, .. Whole.Select(hour => hour.Start), .. Partly.Select(hour => hour.Start)];
}

/// <summary>What corrections add to the counts of a group in an hour.</summary>
internal sealed record GroupChange(LabelSet Labels, decimal Good, decimal Total);
