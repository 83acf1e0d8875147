using NodaTime;

namespace Portal.Domain.Postmortems;

/// <summary>What somebody promised to change, tracked until it is done.</summary>
/// <remarks>
/// It can be changed after its postmortem is published. When the rule of its incident fires again within
/// <see cref="ReopensWithin"/> after it was done, it did not help, and is open again.
/// </remarks>
public sealed class ActionItem
{
    public static readonly Duration ReopensWithin = Duration.FromDays(30);

    private ActionItem() { }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid PostmortemId { get; private init; }

    public string What { get; private set; } = "";

    public ActionType Type { get; private set; }

    /// <summary>A person; null while nobody has taken it.</summary>
    public string? Owner { get; private set; }

    /// <summary>The last day on which it is in time.</summary>
    public LocalDate? Due { get; private set; }

    /// <summary>An address in the tracker, or the ticket's key.</summary>
    public string? Ticket { get; private set; }

    public Instant CreatedAt { get; private init; }

    public Instant? DoneAt { get; private set; }

    public string? DoneBy { get; private set; }

    /// <summary>The alert came back after it was done, or somebody opened it again.</summary>
    public Instant? ReopenedAt { get; private set; }

    public bool IsDone => DoneAt is not null;

    public static ActionItem Promise(Guid postmortem, ActionPromise promise, Instant now)
    {
        var item = new ActionItem { PostmortemId = postmortem, CreatedAt = now };
        item.Change(promise);
        return item;
    }

    public void Change(ActionPromise promise)
    {
        What = promise.What.Trim() is { Length: > 0 and <= 500 } what
            ? what
            : throw new DomainException("Say in 1 to 500 characters what will be different.");
        Type = promise.Type;
        Owner = Blank(promise.Owner);
        Due = promise.Due;
        Ticket = Blank(promise.Ticket);
    }

    /// <returns>False when it was done already: the first one counts.</returns>
    public bool Finish(string by, Instant now)
    {
        if (IsDone)
        {
            return false;
        }

        (DoneAt, DoneBy) = (now, by);
        return true;
    }

    /// <returns>False when it is open anyway.</returns>
    public bool Reopen(Instant now)
    {
        if (!IsDone)
        {
            return false;
        }

        (DoneAt, DoneBy, ReopenedAt) = (null, null, now);
        return true;
    }

    /// <summary>The alert came back.</summary>
    /// <returns>False when it is open, or was done so long ago that this is another story.</returns>
    internal bool Relapse(Instant now) => DoneAt >= now - ReopensWithin && Reopen(now);

    public bool IsOverdue(LocalDate today) => !IsDone && Due < today;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <param name="What">What will be different when it is done.</param>
public sealed record ActionPromise(
    string What,
    ActionType Type = ActionType.Prevent,
    string? Owner = null,
    LocalDate? Due = null,
    string? Ticket = null
);

public enum ActionType
{
    /// <summary>It cannot happen again.</summary>
    Prevent,

    /// <summary>It will hurt less, or shorter.</summary>
    Mitigate,

    /// <summary>It will be noticed sooner.</summary>
    Detect,

    /// <summary>People will work differently.</summary>
    Process,

    Other,
}
