using System.Text.Json.Nodes;
using Portal.Domain.Labels;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.Teams;

/// <summary>A person as their form holds them.</summary>
public sealed class PersonDraft
{
    public string Name { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string Email { get; set; } = "";

    public string TimeZone { get; set; } = "UTC";

    public bool WeeklyMail { get; set; } = true;

    public IList<ContactMethodDraft> Methods { get; private init; } = new List<ContactMethodDraft>();

    public IList<NotificationRuleDraft> Rules { get; private init; } = new List<NotificationRuleDraft>();

    private LabelSet Labels { get; set; } = LabelSet.Empty;

    private int Version { get; set; }

    internal static PersonDraft Of(Definition<Person> definition)
    {
        var person = definition.Spec;
        return new PersonDraft
        {
            Name = definition.Name,
            DisplayName = person.DisplayName,
            Email = person.Email ?? "",
            TimeZone = person.TimeZone,
            WeeklyMail = person.WeeklyMail,
            Methods = person
                .ContactMethods.Select(method => new ContactMethodDraft
                {
                    Name = method.Name,
                    Type = Words.Of(method.Type),
                    // A stored webhook is not told again; saving the mask keeps it.
                    Address = StoredSecrets.Hides(method.Address) ? StoredSecrets.Mask : method.Address,
                })
                .ToList(),
            Rules = person
                .NotificationRules.Select(rule => new NotificationRuleDraft
                {
                    After = DurationText.Format(rule.After),
                    Method = rule.ContactMethod,
                })
                .ToList(),
            Labels = definition.Labels,
            Version = definition.Version,
        };
    }

    /// <summary>What it would be; null while something is not valid.</summary>
    internal Person? Read() => DefinitionDraft.Read<Person>(PersonManifest.Definition, ToSpec());

    internal DefinitionDraft ToDefinition() => new(PersonManifest.Definition, Name, ToSpec(), Labels, Version);

    private JsonObject ToSpec()
    {
        var spec = new JsonObject { ["displayName"] = DisplayName, ["timeZone"] = TimeZone };
        if (Email.Length > 0)
        {
            spec["email"] = Email;
        }

        if (!WeeklyMail)
        {
            spec["weeklyMail"] = false;
        }

        spec["contactMethods"] = new JsonArray([
            .. Methods.Select(method => new JsonObject
            {
                ["name"] = method.Name,
                ["type"] = method.Type,
                ["address"] = method.Address,
            }),
        ]);
        spec["notificationRules"] = new JsonArray([
            .. Rules.Select(rule => new JsonObject { ["after"] = rule.After, ["contactMethod"] = rule.Method }),
        ]);
        return spec;
    }
}

public sealed class ContactMethodDraft
{
    public string Name { get; set; } = "";

    /// <summary>email or webhook.</summary>
    public string Type { get; set; } = "email";

    public string Address { get; set; } = "";
}

public sealed class NotificationRuleDraft
{
    /// <summary>A duration such as 3m.</summary>
    public string After { get; set; } = "0m";

    /// <summary>The name of a contact method.</summary>
    public string Method { get; set; } = "";
}
