using Portal.Domain.Reports;
using Portal.Domain.Slos;
using Portal.Domain.Time;
using Portal.Postmortems;

namespace Portal.Reports.Weekly;

/// <summary>What the weekly mail says about one team.</summary>
/// <param name="Week">The seven days that it is about.</param>
/// <param name="Slos">Worst first.</param>
/// <param name="Incidents">Detected in the week, oldest first.</param>
/// <param name="Pages">How often somebody was interrupted.</param>
/// <param name="Rules">Of error budget policies that hold now.</param>
/// <param name="NeverActedOn">Names of alert rules that spoke in the week, and nobody did anything.</param>
/// <param name="Late">Promises of postmortems that are overdue.</param>
internal sealed record TeamWeek(
    string Team,
    TimeRange Week,
    IReadOnlyList<SloWeek> Slos,
    ResponseGroup Incidents,
    int Pages,
    IReadOnlyList<HoldingRule> Rules,
    IReadOnlyList<string> NeverActedOn,
    IReadOnlyList<LateAction> Late
)
{
    public bool IsEmpty => Slos.Count == 0 && Incidents.N == 0 && Rules.Count == 0 && Late.Count == 0;
}

/// <param name="Left">What is left of its budget; null where too little is known.</param>
/// <param name="LeftBefore">The same a week ago.</param>
/// <param name="Burn">Over the last hour; null where nothing happened.</param>
internal sealed record SloWeek(string Name, SloState State, decimal? Left, decimal? LeftBefore, decimal? Burn);
