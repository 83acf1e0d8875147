using Portal.Access;
using Portal.Catalog;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting;

/// <summary>Tells the page of a service how its rules do.</summary>
internal sealed class RuleFacts(RuleDirectory rules) : IServiceFacts
{
    public string Topic => "rule";

    public async Task AddAsync(string service, ServiceFacts facts, CancellationToken cancellationToken)
    {
        foreach (var rule in await rules.ListAsync(Actor.Portal, new RuleFilter(Service: service), cancellationToken))
        {
            var state = rule.IsInTrouble ? Words.Of(rule.Health) : Words.Of(rule.State);
            var note = $"{rule.Spec.Severity}: {RuleWords.Consequence(rule.Spec.Severity).ToLowerInvariant()}";
            facts.Watches[(AlertRuleManifest.Kind, rule.Name)] = new(
                state,
                rule.Firing > 1 ? $"{Numbers.Count(rule.Firing)} alerts, {note}" : note
            );
        }
    }
}
