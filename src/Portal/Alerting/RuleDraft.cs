using System.Text.Json.Nodes;
using Portal.Access;
using Portal.Domain.Alerting;
using Portal.Manifests;

namespace Portal.Alerting;

/// <summary>A rule that is not saved: as much of it as can be read, and what the saving of it would say.</summary>
/// <param name="Errors">What keeps it from being saved; the same as applying it as a manifest gives.</param>
/// <param name="Warnings">What does not, but should be thought about.</param>
internal sealed record RuleDraft(
    string Name,
    AlertRule Rule,
    IReadOnlyList<ManifestError> Errors,
    IReadOnlyList<RuleFinding> Warnings
)
{
    private static readonly string[] NeededToAsk = ["spec.query", "spec.backend", "spec.interval"];

    /// <summary>Whether enough is right to ask the backend.</summary>
    public bool CanAsk =>
        !string.IsNullOrWhiteSpace(Rule.Query)
        && !Errors.Any(error => NeededToAsk.Contains(error.Path, StringComparer.Ordinal));

    /// <summary>Whether enough is right to say when it would have fired.</summary>
    public bool CanReplay =>
        CanAsk
        && !Errors.Any(error =>
            error.Path.StartsWith("spec.condition", StringComparison.Ordinal)
            || error.Path.StartsWith("spec.labels", StringComparison.Ordinal)
            || error.Path is "spec.for" or "spec.keepFiringFor" or "spec.limit"
        );

    /// <param name="manifest">The whole document: apiVersion, kind, metadata and spec.</param>
    public static RuleDraft Read(JsonObject manifest, ManifestKinds kinds, SecretBox secrets, DefinitionView view)
    {
        var text = manifest.ToJsonString();
        if (ManifestReader.Read(text) is not [var judged])
        {
            return new("", AlertRuleManifest.Draft(Nothing()), [new(0, "", "Send one rule.")], []);
        }

        _ = ManifestPlan.Of([judged], kinds, secrets, view);
        // Read a second time: the errors of this reading are those of the first.
        var rule = AlertRuleManifest.Draft(ManifestReader.Read(text)[0].Spec);
        var found = RuleFindings.Of(rule);
        var errors = judged.Errors.ToList();
        errors.AddRange(
            found
                .Errors.Where(finding => !IsWrong(judged.Errors, finding.Path))
                .Select(finding => new ManifestError(0, $"spec.{finding.Path}", finding.Message))
        );
        return new(judged.Name, rule, errors, [.. found.Warnings.Where(finding => !IsWrong(errors, finding.Path))]);
    }

    /// <summary>Where something could not be read there is nothing to judge: what stands there is a default.</summary>
    private static bool IsWrong(IReadOnlyList<ManifestError> errors, string path)
    {
        var top = $"spec.{path.Split('.')[0]}";
        return errors.Any(error => error.Path == top || error.Path.StartsWith(top + ".", StringComparison.Ordinal));
    }

    private static ManifestNode Nothing() => ManifestReader.Spec("{}");
}
