using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Import;

/// <summary>Pyrra's <c>ServiceLevelObjective</c>: ratio, latency, native latency and bool gauge, with Pyrra's own four alerts.</summary>
internal sealed class PyrraImport(ImportDraft draft)
{
    private const string ApiVersion = "pyrra.dev/v1alpha1";

    private static readonly string[] ServiceLabels = ["service", "pyrra.dev/service", "app.kubernetes.io/name", "app"];

    public void Read(ManifestNode root)
    {
        if (root.Text("apiVersion") is var written && written != ApiVersion)
        {
            root.Refuse("apiVersion", $"{written ?? "apiVersion"} is not read: write {ApiVersion}.");
            return;
        }

        root.Text("kind");
        if (root.Child("metadata") is not { } metadata || root.Child("spec") is not { } spec)
        {
            root.Refuse("spec", "A ServiceLevelObjective has metadata and spec.");
            return;
        }

        var name = metadata.Required("name", "what the SLO is called.");
        var labels = metadata.Map("labels");
        metadata.Drop("namespace", "The portal has no namespaces: names are unique in all of it.");
        metadata.TellRest();
        var team = labels.TryGetValue("pyrra.dev/team", out var owner) ? owner : null;
        var known = team is null || labels.ContainsKey("team") ? labels : With(labels, "team", team);
        var named = ServiceLabels
            .Select(label => labels.GetValueOrDefault(label))
            .FirstOrDefault(found => found is not null);
        if (draft.Service(metadata, "name", named, known) is { } service)
        {
            ReadSpec(spec, name, service, known);
        }

        root.Drop("status", "status is of Kubernetes and is left out.");
        root.TellRest();
    }

    private static SortedDictionary<string, string> With(
        IReadOnlyDictionary<string, string> labels,
        string name,
        string value
    ) => new(labels.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) { [name] = value };

    private void ReadSpec(ManifestNode node, string name, string service, IReadOnlyDictionary<string, string> labels)
    {
        var before = node.Errors.Count;
        var objective = Objective(node);
        var window = Window(node);
        var description = node.Text("description");
        var ratio = node.Child("indicator") is { } indicator
            ? new PyrraIndicator(draft.Options.Backend).Read(indicator)
            : null;
        var alerts = objective is null || window is null ? null : PyrraAlerts.Read(node, objective, window);
        node.Drop("performance_over_accuracy", "The portal counts every event and needs no such choice.");
        node.TellRest();
        if (objective is null || window is null || ratio is null || alerts is null || node.Errors.Count > before)
        {
            node.Warn("indicator", ImportDraft.LeftOut(name, "what it measures or promises cannot be read."));
            return;
        }

        var policies = new JsonArray([.. alerts.Select(alert => AlertPolicyCodec.Policy(alert, window))]);
        draft.Add(
            node,
            ImportDraft.NameOf(name),
            labels,
            ImportDraft.Spec(
                service,
                description,
                name,
                ratio,
                window,
                BudgetingMethod.Occurrences,
                objective,
                policies
            )
        );
    }

    private static Objective? Objective(ManifestNode node)
    {
        if (node.Number("target") is not { } percent)
        {
            node.Refuse("target", "target is missing: \"99.5\" promises 99.5 %.");
            return null;
        }

        return Refusing(node, "target", () => Domain.Slos.Objective.OfPercent(percent));
    }

    private static RollingWindow? Window(ManifestNode node)
    {
        if (node.Duration("window") is not { } length)
        {
            node.Refuse("window", "window is missing: 4w, for example.");
            return null;
        }

        return Refusing(node, "window", () => new RollingWindow(length));
    }

    private static T? Refusing<T>(ManifestNode node, string field, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (DomainException refusal)
        {
            node.Refuse(field, refusal.Message);
            return null;
        }
    }
}
