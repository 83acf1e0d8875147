using Portal.Catalog;
using Portal.Domain.Catalog;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Telemetry;

namespace Portal.Slos.OpenSlo;

/// <summary>
/// The kinds of OpenSLO v1 beside SLO. SLI, AlertPolicy and AlertCondition become part of the SLOs of the file that name
/// them; a Service and a DataSource become a Service and a Backend of the portal, unless there is one of that name.
/// </summary>
internal static class OpenSloGuests
{
    public const string Sli = "SLI";
    public const string AlertPolicy = "AlertPolicy";
    public const string AlertCondition = "AlertCondition";
    public const string Source = "DataSource";

    private const string PortalApi = "portal/v1";

    public static readonly IReadOnlyList<GuestKind> All =
    [
        Part(Sli, "No SLO of this file names it in indicatorRef, and by itself the portal keeps no SLI."),
        Part(
            AlertPolicy,
            "No SLO of this file names it in alertPolicies, and by itself the portal keeps no AlertPolicy."
        ),
        Part(
            AlertCondition,
            "No AlertPolicy that is used names it in conditionRef, and by itself the portal keeps no AlertCondition."
        ),
        Part(
            "AlertNotificationTarget",
            "It is not used: the escalation policy of the service and the routes say who is told. Make a Channel and name it there."
        ),
        new()
        {
            ApiVersion = SloManifest.ApiVersion,
            Kind = Source,
            Turn = DataSource,
        },
        new()
        {
            ApiVersion = SloManifest.ApiVersion,
            Kind = ServiceManifest.Kind,
            Turn = Service,
        },
    ];

    private static GuestKind Part(string kind, string whenLeft) =>
        new()
        {
            ApiVersion = SloManifest.ApiVersion,
            Kind = kind,
            WhenLeft = whenLeft,
            KeepsMetadata = kind == Sli,
            Turn = (document, _) =>
            {
                // It is kept under no name of its own, so that OpenSLO's wider names do as well.
                document.Errors.RemoveAll(error => error == document.Misnamed);
                document.Metadata?.Drop("labels", $"Labels of {kind} documents are not kept.");
                return null;
            },
        };

    private static ManifestDocument? DataSource(ManifestDocument document, IDefinitions? definitions)
    {
        var spec = document.Spec;
        Unkept.Description(spec);
        var type = spec.Required("type", "write Prometheus, which VictoriaMetrics speaks too.");
        if (type.Length > 0 && !type.Equals(SourceCodec.Type, StringComparison.OrdinalIgnoreCase))
        {
            spec.Refuse(
                "type",
                $"{type} is not measured yet: use {SourceCodec.Type}, which VictoriaMetrics speaks too."
            );
        }

        var details = Connection(spec);
        spec.Done();
        if (details is null || IsKnown(document, BackendManifest.Kind, definitions) || document.Errors.Count > 0)
        {
            TellOther(document, details, definitions?.Find<Backend>(document.Name)?.Spec.Url);
            return null;
        }

        return document with
        {
            ApiVersion = PortalApi,
            Kind = BackendManifest.Kind,
            Spec = spec.Renamed((details, "url", "url")),
        };
    }

    private static ManifestNode? Connection(ManifestNode spec)
    {
        if (spec.Child("connectionDetails") is not { } details)
        {
            spec.Refuse("connectionDetails", "connectionDetails is missing: { url: http://prometheus:9090 }.");
            return null;
        }

        details.Required("url", "the address of the Prometheus, for example http://prometheus:9090.");
        foreach (var other in details.Names.Where(name => name != "url"))
        {
            details.Drop(other, $"{other} is not used: sign-in and time limits are fields of the portal's Backend.");
        }

        return details;
    }

    private static void TellOther(ManifestDocument document, ManifestNode? details, Uri? kept)
    {
        if (kept is not null && kept.OriginalString.TrimEnd('/') != details?.Text("url")?.TrimEnd('/'))
        {
            details?.Warn(
                "url",
                $"Backend {document.Name} stays at {kept.OriginalString}: change the Backend itself to move it."
            );
        }
    }

    private static ManifestDocument? Service(ManifestDocument document, IDefinitions? definitions)
    {
        var spec = document.Spec;
        var description = spec.Text("description");
        spec.Done();
        if (IsKnown(document, ServiceManifest.Kind, definitions))
        {
            var kept = definitions?.Find<Service>(document.Name)?.Spec;
            if (kept is not null && description is not null && kept.Description != description)
            {
                spec.Warn("description", $"Service {document.Name} keeps its own: change the Service itself.");
            }

            return null;
        }

        if (Team(document) is { Length: > 0 } team)
        {
            var renamed = spec.Renamed((spec, "description", "description")).Beside("team", team);
            return document with { ApiVersion = PortalApi, Kind = ServiceManifest.Kind, Spec = renamed };
        }

        var hint =
            $"There is no Service {document.Name} yet, and a service belongs to a team: name it, as in metadata: {{ name: {document.Name}, labels: {{ team: shop }} }}.";
        document.Errors.Add(new(document.Line, "metadata.labels.team", hint));
        return null;
    }

    private static string? Team(ManifestDocument document) =>
        document.Labels.TryGet("team", out var label) ? label : document.Annotations.GetValueOrDefault("team");

    /// <summary>Stored, or beside it in the file; judged alone, it is taken to be.</summary>
    private static bool IsKnown(ManifestDocument document, string kind, IDefinitions? definitions) =>
        definitions is null
        || definitions.Exists(kind, document.Name)
        || document.Spec.File.Has(PortalApi, kind, document.Name);
}
