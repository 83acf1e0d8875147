using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Teams;

internal static class PersonManifest
{
    public const string Kind = "User";

    public static readonly ManifestKind Definition = ManifestKind.Of<Person>(
        Kind,
        rank: 10,
        Read,
        Write,
        changedBy: Role.Admin,
        // Whoever knows the address of a webhook can post to it: the token of a chat's channel stands in it.
        secrets: ["contactMethods[type=webhook].address"]
    );

    private static Person? Read(ManifestNode spec)
    {
        var zone = spec.Text("timeZone") ?? "UTC";
        if (!Zones.TryFind(zone, out _))
        {
            spec.Refuse("timeZone", $"{zone} is no time zone: write an IANA name such as Europe/Berlin.");
        }

        var email = spec.Text("email");
        if (email is not null && !ContactAddress.IsEmail(email))
        {
            spec.Refuse("email", $"{email} is no e-mail address: write one such as ana@shop.example.");
        }

        var methods = spec.Items("contactMethods").Select(Method).ToList();
        var known = methods.Count > 0 ? methods.Select(method => method.Name) : ["email"];
        var rules = spec.Items("notificationRules")
            .Select(node => Rule(node, known.ToHashSet(StringComparer.Ordinal)))
            .OfType<NotificationRule>()
            .ToList();
        var weekly = spec.Switch("weeklyMail") ?? true;
        return new Person(spec.Required("displayName", "as others see it."), email, zone, methods, rules)
        {
            WeeklyMail = weekly,
        };
    }

    private static ContactMethod Method(ManifestNode node)
    {
        var name = node.Required("name", "for the notification rules to name it.");
        var type = node.Word<ContactMethodType>("type") ?? ContactMethodType.Email;
        var address = node.Required("address", "an e-mail address or the URL of a webhook.");
        var isHidden = type is ContactMethodType.Webhook && StoredSecrets.Hides(address);
        if (!isHidden && address.Length > 0 && ContactAddress.Refusal(type, address) is { } refusal)
        {
            node.Refuse("address", refusal);
        }

        node.Done();
        return new ContactMethod(name, type, address);
    }

    private static NotificationRule? Rule(ManifestNode node, HashSet<string> known)
    {
        var after = node.Duration("after") ?? Duration.Zero;
        var method = node.Required("contactMethod", "name one of contactMethods.");
        if (method.Length > 0 && !known.Contains(method))
        {
            node.Refuse("contactMethod", $"{method} is none of the contact methods: {string.Join(", ", known)}.");
        }

        node.Done();
        return string.IsNullOrWhiteSpace(method) ? null : new NotificationRule(after, method);
    }

    private static JsonObject Write(Person person)
    {
        var spec = new JsonObject { ["displayName"] = person.DisplayName };
        if (person.Email is not null)
        {
            spec["email"] = person.Email;
        }

        spec["timeZone"] = person.TimeZone;
        spec["contactMethods"] = new JsonArray([
            .. person.ContactMethods.Select(method => new JsonObject
            {
                ["name"] = method.Name,
                ["type"] = Words.Of(method.Type),
                ["address"] = method.Address,
            }),
        ]);
        spec["notificationRules"] = new JsonArray([
            .. person.NotificationRules.Select(rule => new JsonObject
            {
                ["after"] = DurationText.Format(rule.After),
                ["contactMethod"] = rule.ContactMethod,
            }),
        ]);
        if (!person.WeeklyMail)
        {
            spec["weeklyMail"] = false;
        }

        return spec;
    }
}
