using Portal.Domain.Teams;

namespace Portal.Notifications;

/// <summary>A person, by one of the ways to reach them.</summary>
internal sealed record Recipient(string User, ContactMethod Method);
