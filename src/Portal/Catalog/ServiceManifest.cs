using System.Text.Json.Nodes;
using Portal.Domain.Catalog;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.Catalog;

internal static class ServiceManifest
{
    public const string Kind = "Service";

    /// <summary>Schedules and policies come later in the order of folders; a service only names one.</summary>
    public const string EscalationPolicy = "EscalationPolicy";

    public static readonly ManifestKind Definition = ManifestKind.Of<Service>(
        Kind,
        rank: 60,
        Read,
        Write,
        References,
        teamOf: (service, _) => service.Team
    );

    private static Service? Read(ManifestNode spec) =>
        new(
            spec.Required("team", "name the Team that owns it."),
            spec.Whole("tier", 1, 5) ?? 3,
            spec.Text("description"),
            spec.Text("escalationPolicy"),
            [.. spec.Items("links").Select(Link).OfType<Link>()]
        );

    private static Link? Link(ManifestNode node)
    {
        var title = node.Required("title", "what the link leads to.");
        var url = node.Required("url", "an address beginning with https:// or http://.");
        node.Done();
        if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return new Link(title, address);
        }

        node.Refuse("url", $"{url} is no web address: write one beginning with https:// or http://.");
        return null;
    }

    private static IEnumerable<Reference> References(Service service)
    {
        yield return new("team", TeamManifest.Kind, service.Team);
        if (service.EscalationPolicy is { } policy)
        {
            yield return new("escalationPolicy", EscalationPolicy, policy);
        }
    }

    private static JsonObject Write(Service service)
    {
        var spec = new JsonObject { ["team"] = service.Team, ["tier"] = service.Tier };
        if (service.Description is not null)
        {
            spec["description"] = service.Description;
        }

        if (service.EscalationPolicy is not null)
        {
            spec["escalationPolicy"] = service.EscalationPolicy;
        }

        spec["links"] = new JsonArray([
            .. service.Links.Select(link => new JsonObject
            {
                ["title"] = link.Title,
                ["url"] = link.Url.OriginalString,
            }),
        ]);
        return spec;
    }
}
