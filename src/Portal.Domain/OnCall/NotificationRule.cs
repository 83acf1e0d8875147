using NodaTime;

namespace Portal.Domain.OnCall;

/// <summary>How a person wants to be paged: some time after the page started, by one of their contact methods, until they acknowledge.</summary>
/// <param name="After">Since the page started; zero is at once.</param>
/// <param name="ContactMethod">The name of a contact method of that person.</param>
public sealed record NotificationRule(Duration After, string ContactMethod)
{
    public Duration After { get; } =
        After >= Duration.Zero ? After : throw new DomainException("A notification rule starts at or after the page.");

    public string ContactMethod { get; } =
        string.IsNullOrWhiteSpace(ContactMethod)
            ? throw new DomainException("A notification rule names a contact method.")
            : ContactMethod;
}
