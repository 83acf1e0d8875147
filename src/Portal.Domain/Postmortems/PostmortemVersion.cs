using NodaTime;

namespace Portal.Domain.Postmortems;

/// <summary>One line of a postmortem's history: who drafted, edited, submitted, approved, published it.</summary>
public sealed class PostmortemVersion
{
    /// <summary>Edits of one person that follow each other this closely are one line.</summary>
    private static readonly Duration Together = Duration.FromMinutes(30);

    public const string Edited = "edited";

    public Guid PostmortemId { get; init; }

    /// <summary>1, 2, 3 …: the order.</summary>
    public int Number { get; init; }

    /// <summary>The version of the text that it left.</summary>
    public int Version { get; private set; }

    public Instant At { get; private set; }

    public required string By { get; init; }

    /// <summary>A verb in the past: drafted, edited, submitted, approved, published, returned.</summary>
    public required string What { get; init; }

    internal static PostmortemVersion Of(Postmortem postmortem, string by, string what, Instant now) =>
        new()
        {
            PostmortemId = postmortem.Id,
            Number = postmortem.History.Count + 1,
            Version = postmortem.Version,
            At = now,
            By = by,
            What = what,
        };

    /// <returns>False when the edit needs a line of its own.</returns>
    internal bool Absorbs(Postmortem postmortem, string by, Instant now)
    {
        if (What != Edited || By != by || now - At > Together)
        {
            return false;
        }

        (Version, At) = (postmortem.Version, now);
        return true;
    }
}
