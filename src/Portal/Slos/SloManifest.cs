using System.Text.Json.Nodes;
using Portal.Catalog;
using Portal.Domain;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;
using Portal.Telemetry;

namespace Portal.Slos;

/// <summary>An SLO as OpenSLO v1 writes it. What is read and written again is the same, whatever shorthand was used.</summary>
internal static class SloManifest
{
    public const string Kind = "SLO";
    public const string ApiVersion = "openslo/v1";

    public static readonly ManifestKind Definition = ManifestKind.Of<Slo>(
        Kind,
        rank: 65,
        Read,
        Write,
        References,
        teamOf: (slo, definitions) => definitions.Find<Service>(slo.Service)?.Spec.Team,
        check: CompositeCodec.Check,
        apiVersion: ApiVersion,
        keepsMetadata: true
    );

    private static Slo? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var service = spec.Required("service", "name the service that makes the promise.");
        var window = WindowCodec.Read(spec);
        var (promise, objective) = ObjectiveCodec.Read(spec);
        var (sli, indicator) = IndicatorCodec.Read(spec, objective);
        objective?.Done();
        var wording = WordingCodec.Read(spec, indicator, promise?.Name, service);
        var groupBy = spec.Texts("groupBy");
        var minBad = spec.Number("minBadEvents") ?? 0;
        if (minBad < 0)
        {
            spec.Refuse("minBadEvents", "The least number of bad events cannot be negative.");
        }

        var alerts = AlertPolicyCodec.Read(spec, window, promise);
        if (spec.Errors.Count > before || sli is null || window is null || promise is null || alerts is null)
        {
            return null;
        }

        try
        {
            return new Slo(service, sli, promise.Objective, window, promise.Budgeting, promise.Grid, minBad, alerts)
            {
                GroupBy = groupBy,
                Wording = wording,
            };
        }
        catch (DomainException refusal)
        {
            spec.Refuse(FieldOf(refusal), refusal.Message);
            return null;
        }
    }

    /// <summary>The field that a rule of the whole SLO is about.</summary>
    private static string FieldOf(DomainException refusal) =>
        Fields.FirstOrDefault(field => refusal.Message.Contains(field, StringComparison.Ordinal)) ?? "alertPolicies";

    private static readonly string[] Fields = ["groupBy", "budgetingMethod"];

    private static JsonObject Write(Slo slo)
    {
        var spec = new JsonObject();
        WordingCodec.Write(spec, slo.Wording);
        spec["service"] = slo.Service;
        spec["indicator"] = IndicatorCodec.Write(slo);
        spec["timeWindow"] = new JsonArray(WindowCodec.Write(slo.Window));
        spec["budgetingMethod"] = slo.Budgeting.Method.ToString();
        spec["objectives"] = new JsonArray(ObjectiveCodec.Write(slo));
        if (slo.GroupBy.Count > 0)
        {
            spec["groupBy"] = new JsonArray([.. slo.GroupBy.Select(label => JsonValue.Create(label))]);
        }

        if (slo.MinBadEvents > 0)
        {
            spec["minBadEvents"] = slo.MinBadEvents.Plain();
        }

        if (AlertPolicyCodec.Write(slo) is { } policies)
        {
            spec["alertPolicies"] = policies;
        }

        return spec;
    }

    private static IEnumerable<Reference> References(Slo slo)
    {
        yield return new("service", ServiceManifest.Kind, slo.Service);
        foreach (var (path, backend) in IndicatorCodec.Backends(slo.Sli))
        {
            yield return new(path, BackendManifest.Kind, backend);
        }

        var members = (slo.Sli as CompositeSli)?.Members ?? [];
        for (var at = 0; at < members.Count; at++)
        {
            yield return new($"indicator.spec.{CompositeCodec.Field}.members[{at}].slo", Kind, members[at].Slo);
        }
    }
}
