using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Slos.Import;

/// <summary>
/// Sloth's <c>version: prometheus/v1</c>, and the same as its Kubernetes kind PrometheusServiceLevel. Its window is 30 days,
/// and its four alerts are the portal's presets for that.
/// </summary>
internal sealed class SlothImport(ImportDraft draft)
{
    private const string Version = "prometheus/v1";
    private const string ApiVersion = "sloth.slok.dev/v1";

    private static readonly RollingWindow Window = new(Duration.FromDays(30));

    private bool isResource;

    public void Read(ManifestNode root)
    {
        isResource = root.Has("apiVersion");
        var (field, known) = isResource ? ("apiVersion", ApiVersion) : ("version", Version);
        if (root.Text(field) is var written && written != known)
        {
            root.Refuse(field, $"{written ?? field} is not read: write {known}.");
            return;
        }

        if (!isResource)
        {
            ReadLevels(root);
            return;
        }

        root.Text("kind");
        root.Drop("metadata", "metadata is not kept: the SLOs are named by service and name.");
        if (root.Child("spec") is { } spec)
        {
            ReadLevels(spec);
        }

        root.TellRest();
    }

    /// <summary>Fields have underscores in files and capitals in Kubernetes.</summary>
    private string Field(string name) =>
        isResource
            ? string.Concat(
                name.Split('_').Select((word, at) => at == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..])
            )
            : name;

    private void ReadLevels(ManifestNode node)
    {
        var labels = node.Map("labels");
        if (draft.Service(node, "service", node.Text("service"), labels) is { } service)
        {
            foreach (var slo in node.Items("slos"))
            {
                ReadLevel(slo, service, labels);
            }
        }

        node.TellRest();
    }

    private void ReadLevel(ManifestNode node, string service, IReadOnlyDictionary<string, string> shared)
    {
        var before = node.Errors.Count;
        var name = node.Required("name", "what the SLO is called.");
        var objective = Objective(node);
        var description = node.Text("description");
        var (ratio, method) = node.Child("sli") is { } sli ? ReadIndicator(sli) : default;
        var labels = shared.Concat(node.Map("labels")).GroupBy(label => label.Key, StringComparer.Ordinal);
        var alerts = objective is null ? null : ReadAlerts(node, objective);
        node.TellRest();
        if (objective is null || ratio is null || node.Errors.Count > before)
        {
            node.Warn("name", ImportDraft.LeftOut(name, "what it measures or promises cannot be read."));
            return;
        }

        draft.Add(
            node,
            ImportDraft.NameOf($"{service}-{name}"),
            labels.ToDictionary(label => label.Key, label => label.Last().Value, StringComparer.Ordinal),
            ImportDraft.Spec(service, description, name, ratio, Window, method, objective, alerts)
        );
    }

    private static Objective? Objective(ManifestNode node)
    {
        if (node.Number("objective") is not { } percent)
        {
            node.Refuse("objective", "objective is missing: 99.9 promises 99.9 %.");
            return null;
        }

        try
        {
            return Domain.Slos.Objective.OfPercent(percent);
        }
        catch (DomainException refusal)
        {
            node.Refuse("objective", refusal.Message);
            return null;
        }
    }

    private (JsonObject? Ratio, BudgetingMethod Method) ReadIndicator(ManifestNode sli)
    {
        var events = sli.Child("events");
        var raw = sli.Child("raw");
        sli.Drop("plugin", "A plugin has no counterpart: write the queries that it makes below sli.events.");
        sli.TellRest();
        return (events, raw) switch
        {
            ({ } counted, _) => (ReadEvents(counted), BudgetingMethod.Occurrences),
            (null, { } share) => (ReadShare(share), BudgetingMethod.RatioTimeslices),
            _ => default,
        };
    }

    private JsonObject? ReadEvents(ManifestNode node)
    {
        var (part, all) = (Field("error_query"), Field("total_query"));
        var errors = node.Required(part, "what counts the failures.");
        var total = node.Required(all, "what counts all events.");
        node.TellRest();
        return errors.Trim().Length == 0 || total.Trim().Length == 0
            ? null
            : WindowedQuery.Ratio(node, (part, errors), (all, total), draft.Options.Backend);
    }

    private JsonObject? ReadShare(ManifestNode node)
    {
        var field = Field("error_ratio_query");
        var query = node.Required(field, "the share of failures.");
        node.TellRest();
        return query.Trim().Length == 0 ? null : WindowedQuery.ErrorRatio(node, field, query, draft.Options.Backend);
    }

    /// <returns>Null for all presets, which are Sloth's own.</returns>
    private JsonArray? ReadAlerts(ManifestNode node, Objective objective)
    {
        if (node.Child("alerting") is not { } alerting)
        {
            return null;
        }

        alerting.Drop("name", "The name is not kept: alerts are called by their SLO.");
        DropLabels(alerting);
        var pages = IsWanted(alerting, "page_alert");
        var tickets = IsWanted(alerting, "ticket_alert");
        alerting.TellRest();
        return pages && tickets
            ? null
            :
            [
                .. BurnRatePresets
                    .For(Window, objective, SliceGrid.Default)
                    .Where(alert => alert.Severity == BudgetAlertSeverity.Page ? pages : tickets)
                    .Select(alert => (JsonNode)JsonValue.Create(alert.Name)),
            ];
    }

    private bool IsWanted(ManifestNode alerting, string name)
    {
        if (alerting.Child(Field(name)) is not { } alert)
        {
            return true;
        }

        DropLabels(alert);
        var isDisabled = alert.Switch("disable") == true;
        alert.TellRest();
        return !isDisabled;
    }

    private static void DropLabels(ManifestNode node)
    {
        const string routed =
            "Alerts have the labels slo, service, team, tier and severity here, and the portal's own texts: write routes by those.";
        node.Drop("labels", routed);
        node.Drop("annotations", routed);
    }
}
