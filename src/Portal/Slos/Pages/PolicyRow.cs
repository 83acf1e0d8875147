using Portal.Domain.Slos;
using Portal.Slos.Policies;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>One service of the list of error budget policies.</summary>
/// <param name="Rules">Of all policies that are for it, the gentlest first.</param>
/// <param name="Unknown">Names of its SLOs whose budget is not known now: they begin and end no rule.</param>
/// <param name="Slos">How many SLOs it has.</param>
/// <param name="MayChange">Whether the viewer may change its policies.</param>
internal sealed record PolicyRow(
    string Service,
    string? Team,
    IReadOnlyList<PolicyRule> Rules,
    GateAnswer Answer,
    IReadOnlyList<string> Unknown,
    int Slos,
    bool MayChange
)
{
    public string EditHref => $"/services/{Service}/policy";

    public string Href => $"/services/{Service}";

    public (Tone Tone, string Word) State =>
        (Answer.Decision.IsAllowed, Answer.Decision.Slo is not null, Strictest) switch
        {
            (false, _, PolicyAction.Freeze) => (Tone.High, "Frozen"),
            (false, _, _) => (Tone.Warning, "Needs approval"),
            (true, true, _) => (Tone.Info, "Opened by a lead"),
            (true, false, _) when Unknown.Count > 0 || Slos == 0 => (Tone.NoData, "Open, not all known"),
            (true, false, _) => (Tone.Ok, "Open"),
        };

    /// <summary>What is to be added to the gate's own reason; null where every budget is known.</summary>
    public string? Gap =>
        (Slos, Unknown) switch
        {
            (0, _) => "It has no SLO that a rule could watch.",
            (_, [var one]) => $"The budget of {one} is not known: it begins and ends no rule.",
            (_, { Count: > 1 }) =>
                $"The budgets of {string.Join(", ", Unknown)} are not known: they begin and end no rule.",
            _ => null,
        };

    /// <summary>Closed gates first, then those that a lead has opened, then the others.</summary>
    public int Urgency =>
        State.Tone switch
        {
            Tone.High => 0,
            Tone.Warning => 1,
            Tone.Info => 2,
            Tone.NoData => 3,
            _ => 4,
        };

    private PolicyAction Strictest =>
        Answer.Holding.Count == 0 ? PolicyAction.Notify : Answer.Holding.Max(one => one.Rule.Action);

    /// <summary>From 90 % consumed deploys need a lead's approval, until below 80 %.</summary>
    public static string Words(PolicyRule rule) =>
        $"consumed {PolicyWords.Action(rule.Action)}{(rule.LiftBelow < rule.Consumed ? $", until below {PolicyWords.Share(rule.LiftBelow)}" : "")}";

    /// <param name="standing">All SLOs as they stand.</param>
    public static PolicyRow Of(
        ServiceGate gate,
        IReadOnlyList<(string Name, SloState State)> standing,
        bool mayChange
    ) =>
        new(
            gate.Service.Name,
            gate.Service.Spec.Team,
            [.. gate.Policies.SelectMany(policy => policy.Spec.Rules).OrderBy(rule => rule.Consumed)],
            gate.Answer,
            [
                .. standing
                    .Where(slo => slo.State is SloState.NoData or SloState.NoTraffic)
                    .Select(slo => slo.Name)
                    .Order(StringComparer.Ordinal),
            ],
            standing.Count,
            mayChange
        );
}
