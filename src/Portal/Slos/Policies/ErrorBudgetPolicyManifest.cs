using System.Text.Json.Nodes;
using Portal.Catalog;
using Portal.Domain;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Policies;

/// <summary>
/// An error budget policy: <c>{ services: [checkout], rules: [{ consumed: 0.9, action: notify|requireApproval|freeze, liftBelow }] }</c>.
/// </summary>
internal static class ErrorBudgetPolicyManifest
{
    public const string Kind = "ErrorBudgetPolicy";

    public static readonly ManifestKind Definition = ManifestKind.Of<ErrorBudgetPolicy>(
        Kind,
        rank: 68,
        Read,
        Write,
        policy =>
            policy.Services.Select((service, at) => new Reference($"services[{at}]", ServiceManifest.Kind, service)),
        teamOf: (policy, definitions) => definitions.Find<Service>(policy.Services[0])?.Spec.Team,
        check: OneTeam
    );

    private static ErrorBudgetPolicy? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var services = spec.Texts("services");
        var rules = spec.Items("rules").Select(ReadRule).OfType<PolicyRule>().ToList();
        if (spec.Errors.Count > before)
        {
            return null;
        }

        if (services.Count == 0)
        {
            spec.Refuse("services", "services is missing: name those that it is for, as in [checkout].");
            return null;
        }

        try
        {
            return new ErrorBudgetPolicy(services, rules);
        }
        catch (DomainException refusal)
        {
            spec.Refuse("rules", refusal.Message);
            return null;
        }
    }

    private static PolicyRule? ReadRule(ManifestNode node)
    {
        var consumed = node.Number("consumed");
        if (!node.Has("consumed"))
        {
            node.Refuse(
                "consumed",
                "consumed is missing: the share of the budget from which on it holds, such as 0.9."
            );
        }

        var action = node.Word<PolicyAction>("action");
        if (!node.Has("action"))
        {
            node.Refuse("action", "action is missing: notify, requireApproval or freeze.");
        }

        var lift = node.Number("liftBelow");
        node.Done();
        try
        {
            return consumed is { } share && action is { } word ? new PolicyRule(share, word, lift) : null;
        }
        catch (DomainException refusal)
        {
            node.Refuse(
                refusal.Message.StartsWith("lift", StringComparison.Ordinal) ? "liftBelow" : "consumed",
                refusal.Message
            );
            return null;
        }
    }

    private static JsonObject Write(ErrorBudgetPolicy policy) =>
        new()
        {
            ["services"] = new JsonArray([.. policy.Services.Select(service => JsonValue.Create(service))]),
            ["rules"] = new JsonArray([.. policy.Rules.Select(WriteRule)]),
        };

    private static JsonObject WriteRule(PolicyRule rule)
    {
        var node = new JsonObject { ["consumed"] = rule.Consumed.Plain(), ["action"] = Words.Of(rule.Action) };
        if (rule.LiftBelow != rule.Consumed)
        {
            node["liftBelow"] = rule.LiftBelow.Plain();
        }

        return node;
    }

    /// <summary>Whoever may change it decides about deploys: of their own services only.</summary>
    private static IEnumerable<(string Path, string Message)> OneTeam(
        ErrorBudgetPolicy policy,
        IDefinitions definitions
    )
    {
        var teams = policy.Services.Select(service => definitions.Find<Service>(service)?.Spec.Team).ToList();
        for (var at = 1; at < teams.Count; at++)
        {
            if (teams[at] is { } team && teams[0] is { } first && team != first)
            {
                yield return (
                    $"services[{at}]",
                    $"{policy.Services[at]} belongs to {team} and {policy.Services[0]} to {first}: write a policy for each team."
                );
            }
        }
    }
}
