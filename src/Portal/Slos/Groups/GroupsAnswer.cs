using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Groups;

/// <summary>The worst groups of an SLO, as the API writes them.</summary>
/// <param name="Groups">How many there are.</param>
/// <param name="Missed">How many of them miss the objective.</param>
/// <param name="At">The end of the hour up to which they are added up; null before the first time.</param>
/// <param name="MeasuredFrom">The earliest hour that was asked.</param>
/// <param name="Error">Why the last pass had no answer; null where it had.</param>
/// <param name="Worst">The worst first.</param>
internal sealed record GroupsAnswer(
    int Groups,
    int Missed,
    Instant? At,
    Instant MeasuredFrom,
    string? Error,
    IReadOnlyList<GroupAnswer> Worst
)
{
    public static GroupsAnswer Of(GroupPage page) =>
        new(
            page.Groups,
            page.Missed,
            page.Row.StandingAt,
            page.Row.PastFrom,
            page.Row.Error,
            [.. page.Worst.Select(GroupAnswer.Of)]
        );
}

/// <param name="Burn">Over the last whole hour; null where nothing happened.</param>
internal sealed record GroupAnswer(
    IReadOnlyDictionary<string, string> Labels,
    string? Sli,
    decimal Good,
    decimal Total,
    decimal Bad,
    BudgetAnswer Budget,
    string? Burn
)
{
    public static GroupAnswer Of(GroupStanding group) =>
        new(
            group.Labels.ToDictionary(),
            Ratios.Text(group.Sli),
            group.Window.Good.Plain(),
            group.Window.Total.Plain(),
            group.Window.Bad.Plain(),
            BudgetAnswer.Of(group.Budget),
            Ratios.Text(group.LastHour.Rate)
        );
}
