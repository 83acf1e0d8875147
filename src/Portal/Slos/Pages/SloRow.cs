using Portal.Domain.Slos;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>One SLO of the list.</summary>
internal sealed class SloRow(SloOverview overview, string? team)
{
    public SloOverview Overview { get; } = overview;

    public SloStatus Status => Overview.Status;

    public string Name => Overview.Slo.Name;

    public string Href => $"/slos/{Name}";

    public string Service => Overview.Slo.Spec.Service;

    public string? Team { get; } = team;

    /// <summary>What people call it, and what it says in one sentence; null where it has neither.</summary>
    public string? Description
    {
        get
        {
            var wording = Overview.Slo.Spec.Wording;
            string[] said = [.. new[] { wording.DisplayName, wording.Description }.OfType<string>()];
            return said.Length > 0 ? string.Join(" · ", said) : null;
        }
    }

    public string State => Status.State.ToString();

    /// <summary>All that a search looks at.</summary>
    public string Words => $"{Name} {Service} {Team} {Description} {Overview.Slo.Labels}";

    public (int State, decimal Left) Urgency => Status.Urgency;

    public bool NeedsAttention => Status.State is not (SloState.Met or SloState.NoTraffic);

    public string Sli =>
        Status.State == SloState.NoData ? Numbers.Unknown : Numbers.Sli(Status.Sli, Status.Objective.Value);

    /// <summary>Said in place of a budget where there is none to speak of.</summary>
    public string? Unknown =>
        Status.State switch
        {
            SloState.NoData => $"measured {Numbers.Percent(Status.Coverage, 0)} of 90{Numbers.NoBreakSpace}% needed",
            SloState.NoTraffic => "nothing happened in the window",
            SloState.Met or SloState.AtRisk or SloState.Breached or SloState.Frozen => null,
        };

    public string TimeLeft => SloWords.TimeLeft(Status.Budget);

    public string Burn => Numbers.Burn(Status.CurrentBurn);

    public string? BurnCss =>
        Status.CurrentBurn is not { } burn ? "muted"
        : burn > Fastest(BudgetAlertSeverity.Page) ? "text-critical strong"
        : burn > Fastest(BudgetAlertSeverity.Ticket) ? "text-warning strong"
        : null;

    public IReadOnlyList<double?> Spark { get; set; } = [];

    private decimal Fastest(BudgetAlertSeverity severity) =>
        Status
            .Tiers.Where(tier => tier.Alert.Severity == severity)
            .Select(tier => tier.Alert)
            .OfType<BurnRateAlert>()
            .Select(alert => alert.Factor(Status.Period.Duration))
            .DefaultIfEmpty(decimal.MaxValue)
            .Max();
}
