using NodaTime;
using Portal.Domain.Slos;
using Portal.Ui;

namespace Portal.Slos.Policies;

/// <summary>What an error budget policy asks for, in words.</summary>
internal static class PolicyWords
{
    public static string Action(PolicyAction action) =>
        action switch
        {
            PolicyAction.Notify => "leads are told",
            PolicyAction.RequireApproval => "deploys need a lead's approval",
            PolicyAction.Freeze => "deploys are frozen",
        };

    public static string Title(string service, PolicyRule rule, bool begins) =>
        (rule.Action, begins) switch
        {
            (PolicyAction.Notify, true) => $"{service} has spent {Share(rule.Consumed)} of an error budget",
            (PolicyAction.Notify, false) => $"{service} is back below {Share(rule.LiftBelow)} of an error budget",
            (PolicyAction.RequireApproval, true) => $"Deploys of {service} need approval",
            (PolicyAction.RequireApproval, false) => $"Deploys of {service} need no approval any more",
            (PolicyAction.Freeze, true) => $"Deploys of {service} are frozen",
            (PolicyAction.Freeze, false) => $"Deploys of {service} are no longer frozen",
        };

    public static string Text(string policy, string slo, PolicyRule rule, bool begins) =>
        begins
            ? $"{slo} has spent {Share(rule.Consumed)} of its error budget or more ({policy}). It ends by itself below {Share(rule.LiftBelow)}."
            : $"{slo} has spent less than {Share(rule.LiftBelow)} of its error budget ({policy}).";

    /// <summary>Why a gate answers as it does, and until when where a lead has opened it.</summary>
    public static string Reason(GateAnswer answer, DateTimeZone zone, Instant now) =>
        answer is { Decision: { IsAllowed: true, Slo: not null }, Pass: { } pass }
            ? $"{answer.Decision.Reason.TrimEnd('.')}, until {Moments.Text(pass.Until, zone, now)}."
            : answer.Decision.Reason;

    public static string Share(decimal share) => Numbers.Objective(share);
}
