using System.Text.Json.Nodes;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Agreements;
using Portal.Slos.OpenSlo;

namespace Portal.Slos.Editing;

/// <summary>A service level agreement as somebody types it, its shares in percent.</summary>
internal sealed class AgreementForm
{
    public required string Name { get; init; }

    public required string Slo { get; init; }

    /// <summary>In percent.</summary>
    public decimal? Objective { get; set; }

    public string Zone { get; set; } = "UTC";

    public string? Customer { get; set; }

    public List<CreditForm> Credits { get; private init; } = [];

    private LabelSet Labels { get; init; } = LabelSet.Empty;

    private int Version { get; init; }

    /// <summary>Ten times as much may go wrong as the SLO allows, with the bands that clouds made common.</summary>
    public static AgreementForm New(string slo, Objective objective)
    {
        var owed = Math.Max(50, 100 - (objective.Budget * 1000));
        return new()
        {
            Name = $"{slo}-sla",
            Slo = slo,
            Objective = owed.Plain(),
            Credits =
            [
                new() { Below = owed.Plain(), Credit = 10 },
                new() { Below = Math.Max(1, owed - 4).Plain(), Credit = 25 },
            ],
        };
    }

    public static AgreementForm Of(Definition<ServiceLevelAgreement> agreement) =>
        new()
        {
            Name = agreement.Name,
            Slo = agreement.Spec.Slo,
            Objective = (agreement.Spec.Objective.Value * 100).Plain(),
            Zone = agreement.Spec.Window.ZoneId,
            Customer = agreement.Spec.Customer,
            Labels = agreement.Labels,
            Version = agreement.Version,
            Credits =
            [
                .. agreement.Spec.Credits.Select(band => new CreditForm
                {
                    Below = (band.Below * 100).Plain(),
                    Credit = (band.Credit * 100).Plain(),
                }),
            ],
        };

    public DefinitionDraft ToDefinition()
    {
        var spec = new JsonObject
        {
            ["slo"] = Slo,
            ["objective"] = Objective / 100,
            ["timeZone"] = Zone,
            ["credits"] = new JsonArray([
                .. Credits.Select(band => new JsonObject
                {
                    ["below"] = band.Below / 100,
                    ["credit"] = band.Credit / 100,
                }),
            ]),
        };
        if (!string.IsNullOrWhiteSpace(Customer))
        {
            spec["customer"] = Customer.Trim();
        }

        return new(AgreementManifest.Definition, Name, spec, Labels, Version);
    }
}

internal sealed class CreditForm
{
    /// <summary>In percent.</summary>
    public decimal? Below { get; set; }

    /// <summary>In percent of the fee.</summary>
    public decimal? Credit { get; set; }
}
