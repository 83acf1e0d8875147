using System.Text.Json.Nodes;
using Portal.Domain;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Agreements;

/// <summary>
/// A service level agreement: <c>{ slo, objective: 0.995, timeZone, customer?, credits: [{ below: 0.99, credit: 0.1 }] }</c>,
/// judged by calendar month.
/// </summary>
internal static class AgreementManifest
{
    public const string Kind = "ServiceLevelAgreement";

    public static readonly ManifestKind Definition = ManifestKind.Of<ServiceLevelAgreement>(
        Kind,
        rank: 69,
        Read,
        Write,
        agreement => [new("slo", SloManifest.Kind, agreement.Slo, IsOwner: true)],
        teamOf: (agreement, definitions) =>
            definitions.Find<Slo>(agreement.Slo) is { } slo
                ? definitions.Find<Service>(slo.Spec.Service)?.Spec.Team
                : null,
        check: IsLooser
    );

    private static ServiceLevelAgreement? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var slo = spec.Required("slo", "name the SLO whose measurements it is judged by.");
        var objective = ReadObjective(spec);
        var zone = spec.Text("timeZone") ?? "UTC";
        var customer = spec.Text("customer");
        var credits = spec.Items("credits").Select(ReadBand).OfType<CreditBand>().ToList();
        if (spec.Errors.Count > before || objective is null)
        {
            return null;
        }

        try
        {
            return new ServiceLevelAgreement(slo, objective, zone, credits, customer);
        }
        catch (DomainException refusal)
        {
            spec.Refuse(
                refusal.Message.Contains("time zone", StringComparison.Ordinal) ? "timeZone" : "credits",
                refusal.Message
            );
            return null;
        }
    }

    private static Objective? ReadObjective(ManifestNode spec)
    {
        var share = spec.Number("objective");
        if (!spec.Has("objective"))
        {
            spec.Refuse("objective", "objective is missing: the share that is owed, such as 0.995.");
        }

        try
        {
            return share is { } value ? Objective.Of(value) : null;
        }
        catch (DomainException refusal)
        {
            spec.Refuse("objective", refusal.Message);
            return null;
        }
    }

    private static CreditBand? ReadBand(ManifestNode node)
    {
        var (below, credit) = (node.Number("below"), node.Number("credit"));
        foreach (var field in Needed.Where(field => !node.Has(field)))
        {
            node.Refuse(field, $"{field} is missing: write {{ below: 0.99, credit: 0.1 }}.");
        }

        node.Done();
        try
        {
            return below is { } limit && credit is { } share ? new CreditBand(limit, share) : null;
        }
        catch (DomainException refusal)
        {
            node.Refuse(refusal.Message[..refusal.Message.IndexOf(' ', StringComparison.Ordinal)], refusal.Message);
            return null;
        }
    }

    private static readonly string[] Needed = ["below", "credit"];

    private static JsonObject Write(ServiceLevelAgreement agreement)
    {
        var spec = new JsonObject
        {
            ["slo"] = agreement.Slo,
            ["objective"] = agreement.Objective.Value.Plain(),
            ["timeZone"] = agreement.Window.ZoneId,
        };
        if (agreement.Customer is { } customer)
        {
            spec["customer"] = customer;
        }

        if (agreement.Credits.Count > 0)
        {
            spec["credits"] = new JsonArray([
                .. agreement.Credits.Select(band => new JsonObject
                {
                    ["below"] = band.Below.Plain(),
                    ["credit"] = band.Credit.Plain(),
                }),
            ]);
        }

        return spec;
    }

    /// <summary>An agreement that breaks before the SLO does is found out by the customer.</summary>
    private static IEnumerable<(string Path, string Message)> IsLooser(
        ServiceLevelAgreement agreement,
        IDefinitions definitions
    )
    {
        if (definitions.Find<Slo>(agreement.Slo) is { } slo && agreement.Objective.Value >= slo.Spec.Objective.Value)
        {
            yield return (
                "objective",
                $"{agreement.Objective.Value.Plain()} is not below the objective of {agreement.Slo}, {slo.Spec.Objective.Value.Plain()}: owe less than you aim for, so that the budget burns before a customer is owed."
            );
        }
    }
}
