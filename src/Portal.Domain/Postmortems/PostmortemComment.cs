using NodaTime;

namespace Portal.Domain.Postmortems;

/// <summary>What a reader says to a section, or to the whole.</summary>
public sealed class PostmortemComment
{
    public const int Longest = 5_000;

    private PostmortemComment() { }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid PostmortemId { get; private init; }

    /// <summary>The title of the section; null for the whole.</summary>
    public string? Section { get; private init; }

    public string Author { get; private init; } = "";

    public string Text { get; private init; } = "";

    public Instant At { get; private init; }

    public Instant? SettledAt { get; private set; }

    public string? SettledBy { get; private set; }

    public bool IsOpen => SettledAt is null;

    internal static PostmortemComment Write(
        Guid postmortem,
        string? section,
        string author,
        string text,
        Instant now
    ) =>
        new()
        {
            PostmortemId = postmortem,
            Section = section,
            Author = author,
            Text = text.Trim() is { Length: > 0 and <= Longest } said
                ? said
                : throw new DomainException("A comment has 1 to 5,000 characters."),
            At = now,
        };

    internal void Settle(string by, Instant now)
    {
        SettledAt ??= now;
        SettledBy ??= by;
    }
}
