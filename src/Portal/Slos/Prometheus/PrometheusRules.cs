using System.Text.Json.Nodes;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Measuring;
using Portal.Slos.Reading;

namespace Portal.Slos.Prometheus;

/// <summary>SLOs as a rule file that a Prometheus evaluates by itself, without the portal.</summary>
internal sealed class PrometheusRules(SloDirectory slos, IDefinitions definitions)
{
    private const string Head = """
        # Written by Portal. What only the portal does: it freezes alerts while less than 9 of 10 slices are measured, takes
        # corrections out, and holds a slower tier back while a faster one of the same SLO fires; for the last one write an
        # inhibit_rule of Alertmanager with equal: [slo].

        """;

    private const string Calendar = """
        # The factors of calendar windows belong to their nominal length (a month has 30 days); the portal's own follow the
        # real one.

        """;

    /// <exception cref="NotFoundException">No SLO has that name or id.</exception>
    /// <exception cref="InvalidInputException">It is a composite: Prometheus has nothing that it could be computed from.</exception>
    public string Of(Actor actor, string nameOrId)
    {
        var slo = slos.Find(actor, nameOrId);
        return slo.Spec.Sli is CompositeSli composite
            ? throw new InvalidInputException(
                "slo",
                $"{slo.Name} is a composite and has no rules of its own: ask for those of its members ({string.Join(", ", composite.Members.Select(member => member.Slo))})."
            )
            : Write([slo]);
    }

    public string Of(Actor actor) => Write(slos.All(actor));

    private string Write(IReadOnlyList<Definition<Slo>> all)
    {
        var head = all.Any(slo => slo.Spec.Window is CalendarWindow) ? Head + Calendar : Head;
        var groups = all.Where(slo => slo.Spec.Sli is QueriedSli)
            .Select(slo => new RuleGroup(slo, BudgetAlertText.IdentityOf(slo, definitions)).Write());
        return head + ManifestExport.Yaml(new JsonObject { ["groups"] = new JsonArray([.. groups]) });
    }
}
