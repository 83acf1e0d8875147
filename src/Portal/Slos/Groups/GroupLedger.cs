using NodaTime;
using Portal.Data;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.Groups;

/// <summary>Writes the hours of groups, and adds them up over the window.</summary>
/// <remarks>The caller holds the row of the SLO in <c>slo_group_schedule</c>. Writing the same again changes nothing.</remarks>
internal static class GroupLedger
{
    private const string NewGroups = """
        insert into slo_group (slo_id, group_id, labels, window_good, window_total, window_hours, hour_good, hour_total)
        select @Id, (select coalesce(max(group_id), 0) from slo_group where slo_id = @Id) + row_number() over (order by labels),
            labels, 0, 0, 0, 0, 0
        from unnest(@Labels) as seen(labels)
        where not exists (select from slo_group where slo_id = @Id and slo_group.labels = seen.labels)
        """;

    private const string Hours = """
        insert into slo_group_hour (slo_id, group_id, start, good, total)
        select @Id, slo_group.group_id, hour.start, hour.good, hour.total
        from unnest(@Labels, @Starts, @Good, @Total) as hour(labels, start, good, total)
        join slo_group on slo_group.slo_id = @Id and slo_group.labels = hour.labels
        on conflict (slo_id, start, group_id) do update set good = excluded.good, total = excluded.total
        """;

    private const string Standings = """
        update slo_group as known
        set window_good = coalesce(sums.good, 0), window_total = coalesce(sums.total, 0),
            window_hours = coalesce(sums.hours, 0), hour_good = coalesce(sums.hour_good, 0),
            hour_total = coalesce(sums.hour_total, 0)
        from slo_group as every
        left join (
            select group_id, sum(good) as good, sum(total) as total, count(*)::int as hours,
                sum(good) filter (where start = @Last) as hour_good, sum(total) filter (where start = @Last) as hour_total
            from (
                select group_id, start, coalesce(corrected_good, good) as good, coalesce(corrected_total, total) as total
                from slo_group_hour where slo_id = @Id and start >= @From and start < @To) hour
            group by group_id) sums on sums.group_id = every.group_id
        where every.slo_id = @Id and known.slo_id = @Id and known.group_id = every.group_id
        """;

    // Groups come and go with deploys: one that the kept past has nothing of is forgotten.
    private const string Forget = """
        delete from slo_group_hour where slo_id = @Id and start < @Kept;
        delete from slo_group_due where slo_id = @Id and start < @Kept;
        delete from slo_group where slo_id = @Id and not exists (
            select from slo_group_hour hour where hour.slo_id = @Id and hour.group_id = slo_group.group_id
                and hour.start >= @Kept)
        """;

    public static async Task WriteAsync(
        UnitOfWork work,
        Guid id,
        IReadOnlyList<GroupHour> hours,
        CancellationToken cancellationToken
    )
    {
        var texts = new Dictionary<LabelSet, string>();
        foreach (var labels in hours.Select(hour => hour.Labels))
        {
            texts.TryAdd(labels, StoredLabels.Write(labels));
        }

        await work.ExecuteAsync(NewGroups, new { Id = id, Labels = texts.Values.ToArray() }, cancellationToken);
        await work.ExecuteAsync(
            Hours,
            new
            {
                Id = id,
                Labels = hours.Select(hour => texts[hour.Labels]).ToArray(),
                Starts = hours.Select(hour => hour.Start.ToDateTimeUtc()).ToArray(),
                Good = hours.Select(hour => hour.Good).ToArray(),
                Total = hours.Select(hour => hour.Total).ToArray(),
            },
            cancellationToken
        );
    }

    /// <param name="to">End of the last hour that is measured.</param>
    public static async Task AddUpAsync(
        UnitOfWork work,
        Guid id,
        Slo slo,
        Instant to,
        CancellationToken cancellationToken
    )
    {
        var from = GroupedHours.Hours.StartOf(GroupedHours.Hours.IndexFrom(slo.Window.RangeAt(to).Start));
        await work.ExecuteAsync(
            Standings,
            new
            {
                Id = id,
                From = from,
                To = to,
                Last = to - GroupedHours.Hours.Slice,
            },
            cancellationToken
        );
        await work.ExecuteAsync(Forget, new { Id = id, Kept = to - slo.Window.LongestPeriod }, cancellationToken);
    }
}
