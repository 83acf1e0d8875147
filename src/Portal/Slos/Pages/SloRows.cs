using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>The list of SLOs as it is shown: filtered, by service, the worst first.</summary>
internal sealed class SloRows
{
    /// <summary>Rows that are shown at first, and more at a time.</summary>
    public const int Page = 100;

    private readonly List<SloRow> shown;

    private SloRows(IReadOnlyList<SloRow> all, List<SloRow> matching, int most, bool isByService)
    {
        All = all.Count;
        NeedAttention = all.Count(row => row.NeedsAttention);
        Matching = matching.Count;
        Services = [.. all.Select(row => row.Service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Teams =
        [
            .. all.Select(row => row.Team)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        AsOf = all.Count > 0 ? all.Max(row => row.Status.Window.End) : null;
        Summary = Count(matching);
        shown = [.. matching.Take(most)];
        Groups = !isByService
            ? shown.Count == 0
                ? []
                : [new(null, shown)]
            :
            [
                .. shown
                    .GroupBy(row => row.Service, StringComparer.Ordinal)
                    .Select(group => new SloGroup(group.Key, [.. group])),
            ];
    }

    public int All { get; }

    public int NeedAttention { get; }

    public int Matching { get; }

    public int Shown => shown.Count;

    public IReadOnlyList<string> Services { get; }

    public IReadOnlyList<string> Teams { get; }

    public Instant? AsOf { get; }

    public string Summary { get; }

    public IReadOnlyList<SloGroup> Groups { get; }

    public static SloRows Of(
        IReadOnlyList<SloOverview> slos,
        SloFilter filter,
        Func<Slo, string?> teamOf,
        int most,
        SloSort? sort = null
    )
    {
        var all = slos.Select(slo => new SloRow(slo, teamOf(slo.Slo.Spec))).ToList();
        if (sort is { IsByService: false } column)
        {
            return new SloRows(all, [.. column.Order(all.Where(filter.Takes))], most, isByService: false);
        }

        // The service with the worst SLO stands first, and within it the worst SLO.
        var matching = all.Where(filter.Takes)
            .GroupBy(row => row.Service, StringComparer.Ordinal)
            .Select(group => group.OrderBy(row => row.Urgency).ThenBy(row => row.Name, StringComparer.Ordinal).ToList())
            .OrderBy(group => group[0].Urgency)
            .ThenBy(group => group[0].Service, StringComparer.Ordinal)
            .SelectMany(group => group)
            .ToList();
        return new SloRows(all, matching, most, isByService: true);
    }

    /// <summary>Fetches the small lines of what is shown.</summary>
    public async Task DrawAsync(SloSparks sparks, CancellationToken cancellationToken)
    {
        var lines = await sparks.OfAsync([.. shown.Select(row => row.Overview)], cancellationToken);
        foreach (var row in shown)
        {
            row.Spark = lines[row.Overview.Slo.Id];
        }
    }

    private static string Count(List<SloRow> rows)
    {
        var states = rows.GroupBy(row => row.Status.State)
            .OrderByDescending(group => group.Key == SloState.Met)
            .ThenBy(group => group.Key)
            .Select(group => $"{group.Count()} {StateWord.Of(group.Key.ToString()).Word.ToLowerInvariant()}");
        return $"{rows.Count} {(rows.Count == 1 ? "SLO" : "SLOs")} · {string.Join(", ", states)}";
    }
}

/// <param name="Service">Null where the list is ordered by a column, all services together.</param>
internal sealed record SloGroup(string? Service, IReadOnlyList<SloRow> Rows);

/// <summary>What the address of the list asks for.</summary>
internal sealed record SloFilter(string? View, string? Search, string? State, string? Service, string? Team)
{
    public bool Takes(SloRow row) =>
        (View != "attention" || row.NeedsAttention)
        && (State is null || row.State.Equals(State, StringComparison.OrdinalIgnoreCase))
        && (Service is null || row.Service == Service)
        && (Team is null || row.Team == Team)
        && (Search is null || row.Words.Contains(Search, StringComparison.OrdinalIgnoreCase));
}
