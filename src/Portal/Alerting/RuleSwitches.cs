using Portal.Access;
using Portal.Domain.Alerting;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>Pauses, resumes and deletes rules; by the same way as every other change of a definition.</summary>
internal sealed class RuleSwitches(ManifestApplier applier, Authoriser authoriser)
{
    public bool MayChange(Actor actor, RuleStatus rule) => authoriser.May(actor, Role.Lead, rule.Team);

    /// <exception cref="Data.ConflictException">Somebody changed it since.</exception>
    public async Task PauseAsync(
        Actor actor,
        Definition<AlertRule> rule,
        bool paused,
        CancellationToken cancellationToken
    )
    {
        var document = ManifestDocument.For(
            AlertRuleManifest.Definition,
            rule.Name,
            rule.Spec with
            {
                Paused = paused,
            },
            rule.Labels,
            rule.Version
        );
        var results = await applier.ApplyAsync(actor, [document], dryRun: false, cancellationToken);
        results.ThrowIfInvalid();
    }

    public Task DeleteAsync(Actor actor, string name, CancellationToken cancellationToken) =>
        applier.DeleteAsync(actor, AlertRuleManifest.Kind, name, cancellationToken);
}
