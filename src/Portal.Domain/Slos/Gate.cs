using NodaTime;

namespace Portal.Domain.Slos;

/// <summary>Answers whether a service may be deployed now, from what its policies ask for.</summary>
public static class Gate
{
    /// <summary>The strictest rule that holds decides; a lead's override opens the gate while it lasts.</summary>
    /// <param name="service">Of which is asked.</param>
    /// <param name="isCovered">Whether any policy is for it.</param>
    /// <param name="holding">The rules that hold.</param>
    /// <param name="pass">The override in force; null where there is none.</param>
    public static GateDecision Decide(
        string service,
        bool isCovered,
        IReadOnlyCollection<HoldingRule> holding,
        GatePass? pass
    )
    {
        if (!isCovered)
        {
            return new(true, $"No error budget policy is for {service}.", null, null);
        }

        var strictest = holding
            .Where(one => one.Rule.Action != PolicyAction.Notify)
            .OrderByDescending(one => one.Rule.Action)
            .ThenByDescending(one => one.Rule.Consumed)
            .FirstOrDefault();
        return (strictest, pass) switch
        {
            (null, _) => new(true, "No rule of its error budget policies holds.", null, null),
            ({ } held, { } open) => new(true, $"{open.By} has opened the gate: {open.Reason}", held.Slo, held.Policy),
            ({ Rule.Action: PolicyAction.Freeze } held, null) => new(
                false,
                $"Deploys are frozen: {Spent(held)} It ends by itself below {Percent(held.Rule.LiftBelow)}.",
                held.Slo,
                held.Policy
            ),
            ({ } held, null) => new(
                false,
                $"A lead has to approve: {Spent(held)} It ends by itself below {Percent(held.Rule.LiftBelow)}.",
                held.Slo,
                held.Policy
            ),
        };
    }

    private static string Spent(HoldingRule held) =>
        $"{held.Slo} has spent {Percent(held.Rule.Consumed)} of its error budget or more.";

    private static string Percent(decimal share) =>
        (share * 100).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + " %";
}

/// <summary>A rule that holds for an SLO.</summary>
public sealed record HoldingRule(string Policy, string Slo, PolicyRule Rule, Instant Since);

/// <summary>A lead's word that a service may be deployed in spite of its policy.</summary>
public sealed record GatePass(string By, string Reason, Instant Until);

/// <param name="Reason">A sentence.</param>
/// <param name="Slo">Whose budget decides; null where none does.</param>
/// <param name="Policy">The policy that says so.</param>
public sealed record GateDecision(bool IsAllowed, string Reason, string? Slo, string? Policy);
