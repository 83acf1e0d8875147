using System.Text.Json.Nodes;
using Portal.Domain.Catalog;
using Portal.Domain.Labels;
using Portal.Manifests;

namespace Portal.Catalog;

/// <summary>A service as its form holds it.</summary>
public sealed class ServiceDraft
{
    public string Name { get; set; } = "";

    public string Team { get; set; } = "";

    public string Tier { get; set; } = "3";

    public string Description { get; set; } = "";

    public string EscalationPolicy { get; set; } = "";

    public IList<ServiceLinkDraft> Links { get; private init; } = new List<ServiceLinkDraft>();

    private LabelSet Labels { get; set; } = LabelSet.Empty;

    private int Version { get; set; }

    internal static ServiceDraft Of(Definition<Service> definition)
    {
        var service = definition.Spec;
        return new ServiceDraft
        {
            Name = definition.Name,
            Team = service.Team,
            Tier = service.Tier.ToString("D", null),
            Description = service.Description ?? "",
            EscalationPolicy = service.EscalationPolicy ?? "",
            Links = service
                .Links.Select(link => new ServiceLinkDraft { Title = link.Title, Url = link.Url.OriginalString })
                .ToList(),
            Labels = definition.Labels,
            Version = definition.Version,
        };
    }

    internal DefinitionDraft ToDefinition()
    {
        var spec = new JsonObject { ["team"] = Team, ["tier"] = Tier };
        if (Description.Length > 0)
        {
            spec["description"] = Description;
        }

        if (EscalationPolicy.Length > 0)
        {
            spec["escalationPolicy"] = EscalationPolicy;
        }

        spec["links"] = new JsonArray([
            .. Links.Select(link => new JsonObject { ["title"] = link.Title, ["url"] = link.Url }),
        ]);
        return new(ServiceManifest.Definition, Name, spec, Labels, Version);
    }
}

public sealed class ServiceLinkDraft
{
    public string Title { get; set; } = "";

    public string Url { get; set; } = "";
}
