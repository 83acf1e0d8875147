using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Slos.Groups;

/// <summary>Answers how the groups of an SLO stand, the worst first, from what the last pass added up.</summary>
internal sealed class GroupDirectory(IDbContextFactory<PortalDb> databases, Authoriser authoriser)
{
    public const int Shown = 20;
    public const int MostShown = 200;

    private const string Worst = """
        select * from slo_group where slo_id = @Id and (@Contains = '' or labels ilike '%' || @Contains || '%')
        order by case when window_total > 0
            then (window_total - least(greatest(window_good, 0), window_total)) / window_total else 0 end desc,
            window_total desc, group_id
        limit @Most
        """;

    private const string Counts = """
        select count(*)::int as groups, (count(*) filter (where window_total > 0
            and window_total - least(greatest(window_good, 0), window_total) > @Budget * window_total))::int as missed
        from slo_group where slo_id = @Id
        """;

    /// <param name="contains">A part of a label's value; null or empty for all.</param>
    /// <param name="most">1 to 200.</param>
    public async Task<GroupPage?> WorstAsync(
        Actor actor,
        Definition<Slo> slo,
        string? contains,
        int most,
        CancellationToken cancellationToken
    )
    {
        authoriser.Demand(actor, Role.Viewer, null, "read SLOs");
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var row = await work.FirstOrDefaultAsync<SloGroupSchedule>(
            "select * from slo_group_schedule where slo_id = @Id",
            slo,
            cancellationToken
        );
        if (row is null)
        {
            return null;
        }

        var found = await work.QueryAsync<SloGroup>(
            Worst,
            new
            {
                slo.Id,
                Contains = Escaped(contains ?? ""),
                Most = Math.Clamp(most, 1, MostShown),
            },
            cancellationToken
        );
        var counts = await work.QueryAsync<CountRow>(
            Counts,
            new { slo.Id, slo.Spec.Objective.Budget },
            cancellationToken
        );
        var at = row.StandingAt ?? row.Reached;
        return new GroupPage(
            row,
            counts[0].Groups,
            counts[0].Missed,
            [.. found.Select(group => Standing(slo.Spec, group, at))]
        );
    }

    private static GroupStanding Standing(Slo slo, SloGroup group, Instant at) =>
        GroupStanding.Of(
            slo,
            StoredLabels.Read(group.Labels),
            Sums(group.WindowGood, group.WindowTotal, group.WindowHours),
            Sums(group.HourGood, group.HourTotal, 1),
            slo.Window.PeriodAt(at)
        );

    private static SliceSums Sums(decimal good, decimal total, int hours) => new(good, total, hours, hours);

    // What is searched for is text, and no pattern; quotes and backslashes stand escaped in the stored JSON.
    private static string Escaped(string contains) =>
        contains
            .Trim()
            .Replace("\\", "\\\\\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);

    private sealed class CountRow
    {
        public int Groups { get; init; }

        public int Missed { get; init; }
    }
}

/// <summary>The worst groups of an SLO.</summary>
/// <param name="Row">How far they are measured.</param>
/// <param name="Groups">How many there are.</param>
/// <param name="Missed">How many of them miss the objective.</param>
/// <param name="Worst">The worst first.</param>
internal sealed record GroupPage(SloGroupSchedule Row, int Groups, int Missed, IReadOnlyList<GroupStanding> Worst);
