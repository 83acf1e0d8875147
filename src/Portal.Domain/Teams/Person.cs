using NodaTime;

namespace Portal.Domain.Teams;

/// <summary>Somebody who uses the portal and can be paged.</summary>
/// <param name="DisplayName">As others see it.</param>
/// <param name="Email">For mail that is not a page; null when there is none.</param>
/// <param name="TimeZone">IANA name, <c>Europe/Berlin</c>.</param>
/// <param name="ContactMethods">The ways to reach this person, each with a name of its own.</param>
/// <param name="NotificationRules">When a page goes out by which of them.</param>
public sealed record Person(
    string DisplayName,
    string? Email,
    string TimeZone,
    IReadOnlyList<ContactMethod> ContactMethods,
    IReadOnlyList<NotificationRule> NotificationRules
)
{
    /// <summary>Whether they want the mail about the week of their teams.</summary>
    public bool WeeklyMail { get; init; } = true;

    /// <summary>For mail that is not a page: their e-mail address, or the first contact method that is one; null without.</summary>
    public string? MailAddress =>
        Email ?? ContactMethods.FirstOrDefault(method => method.Type is ContactMethodType.Email)?.Address;

    /// <summary>The rules in force: one that pages by e-mail at once when the person has set none.</summary>
    public IReadOnlyList<NotificationRule> EffectiveRules =>
        NotificationRules.Count > 0
            ? NotificationRules
            : [.. EffectiveMethods.Take(1).Select(method => new NotificationRule(Duration.Zero, method.Name))];

    /// <summary>The ways to reach this person; their e-mail address when none was set.</summary>
    public IReadOnlyList<ContactMethod> EffectiveMethods =>
        ContactMethods.Count > 0 ? ContactMethods
        : Email is { } address ? [new ContactMethod("email", ContactMethodType.Email, address)]
        : [];
}

/// <param name="Name">Unique for the person.</param>
/// <param name="Address">An e-mail address, or the URL that a webhook is posted to.</param>
public sealed record ContactMethod(string Name, ContactMethodType Type, string Address);

public enum ContactMethodType
{
    Email,
    Webhook,
}
