using System.Text.Json.Nodes;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;
using Portal.Slos.Policies;

namespace Portal.Slos.Editing;

/// <summary>An error budget policy as somebody types it, its shares in percent.</summary>
internal sealed class PolicyForm
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Services { get; init; }

    public List<PolicyRuleForm> Rules { get; private init; } = [];

    private LabelSet Labels { get; init; } = LabelSet.Empty;

    private int Version { get; init; }

    /// <summary>What most teams begin with: a word at half, a question near the end, nothing new once it is gone.</summary>
    public static PolicyForm New(string service) =>
        new()
        {
            Name = $"{service}-budget",
            Services = [service],
            Rules =
            [
                new() { Consumed = 50, Action = PolicyAction.Notify },
                new() { Consumed = 90, Action = PolicyAction.RequireApproval },
                new()
                {
                    Consumed = 100,
                    Action = PolicyAction.Freeze,
                    LiftBelow = 90,
                },
            ],
        };

    public static PolicyForm Of(Definition<ErrorBudgetPolicy> policy) =>
        new()
        {
            Name = policy.Name,
            Services = policy.Spec.Services,
            Labels = policy.Labels,
            Version = policy.Version,
            Rules =
            [
                .. policy.Spec.Rules.Select(rule => new PolicyRuleForm
                {
                    Consumed = (rule.Consumed * 100).Plain(),
                    Action = rule.Action,
                    LiftBelow = rule.LiftBelow == rule.Consumed ? null : (rule.LiftBelow * 100).Plain(),
                }),
            ],
        };

    public DefinitionDraft ToDefinition()
    {
        var spec = new JsonObject
        {
            ["services"] = new JsonArray([.. Services.Select(service => JsonValue.Create(service))]),
            ["rules"] = new JsonArray([.. Rules.Select(rule => rule.ToSpec())]),
        };
        return new(ErrorBudgetPolicyManifest.Definition, Name, spec, Labels, Version);
    }
}

internal sealed class PolicyRuleForm
{
    /// <summary>In percent.</summary>
    public decimal? Consumed { get; set; }

    public PolicyAction Action { get; set; }

    /// <summary>In percent; empty where it ends as it begins.</summary>
    public decimal? LiftBelow { get; set; }

    public JsonObject ToSpec()
    {
        var rule = new JsonObject { ["consumed"] = Consumed / 100, ["action"] = Words.Of(Action) };
        if (LiftBelow is not null)
        {
            rule["liftBelow"] = LiftBelow / 100;
        }

        return rule;
    }
}
