using NodaTime;
using Portal.Domain.Incidents;

namespace Portal.Domain.Postmortems;

/// <summary>What is learned from one incident: drafted by the portal, written by people, reviewed, published.</summary>
/// <remarks>
/// Draft → in review → approved → published; before publication it can be returned to its writers. Once published only its
/// action items change. Like an incident it stores when each step was taken, and derives its state from that. Longer than
/// other files: all its steps, and what each refuses, are read together.
/// </remarks>
public sealed class Postmortem
{
    public const int LongestTitle = 300;

    /// <summary>Of all sections together.</summary>
    public const int LongestText = 200_000;

    private readonly List<ActionItem> actionItems = [];
    private readonly List<PostmortemComment> comments = [];
    private readonly List<PostmortemVersion> history = [];

    private Postmortem() { }

    public Guid Id { get; private init; } = Guid.CreateVersion7();

    public Guid IncidentId { get; private init; }

    /// <summary>The incident's number; each has at most one postmortem.</summary>
    public long Incident { get; private init; }

    public string Title { get; private set; } = "";

    /// <summary>The name of the template that its sections came from.</summary>
    public string Template { get; private set; } = "";

    public string? Service { get; private init; }

    public string? Team { get; private init; }

    /// <summary>Who answers for the text and may not approve it; null until somebody writes.</summary>
    public string? Author { get; private set; }

    /// <summary>Of title and sections, from 1: whoever saves says which one they changed.</summary>
    public int Version { get; private set; } = 1;

    public Instant CreatedAt { get; private init; }

    public Instant UpdatedAt { get; private set; }

    public string UpdatedBy { get; private set; } = "";

    public Instant? SubmittedAt { get; private set; }

    public string? SubmittedBy { get; private set; }

    public Instant? ApprovedAt { get; private set; }

    public string? ApprovedBy { get; private set; }

    public Instant? PublishedAt { get; private set; }

    public string? PublishedBy { get; private set; }

    public IReadOnlyList<PostmortemSection> Sections { get; private set; } = [];

    public IReadOnlyList<ActionItem> ActionItems => actionItems;

    public IReadOnlyList<PostmortemComment> Comments => comments;

    public IReadOnlyList<PostmortemVersion> History => history;

    public PostmortemState State =>
        PublishedAt is not null ? PostmortemState.Published
        : ApprovedAt is not null ? PostmortemState.Approved
        : SubmittedAt is not null ? PostmortemState.InReview
        : PostmortemState.Draft;

    /// <summary>Nobody has put anything into it: another template may take its place.</summary>
    public bool IsUntouched =>
        State is PostmortemState.Draft
        && actionItems.Count == 0
        && comments.Count == 0
        && history.TrueForAll(line => line.What != PostmortemVersion.Edited);

    /// <param name="author">Who led the response, when that is known.</param>
    /// <param name="by">Who asked for it; the portal itself when the incident was resolved.</param>
    public static Postmortem Draft(
        Incident incident,
        string template,
        IReadOnlyList<PostmortemSection> sections,
        string? author,
        string by,
        Instant now
    )
    {
        var draft = new Postmortem
        {
            IncidentId = incident.Id,
            Incident = incident.Number,
            Title = incident.Title,
            Template = template,
            Service = incident.Service,
            Team = incident.Team,
            Author = author,
            Sections = sections,
            CreatedAt = now,
            UpdatedAt = now,
            UpdatedBy = by,
        };
        draft.Record(by, "drafted", now);
        return draft;
    }

    /// <summary>Takes the sections of another template, while nobody has written anything.</summary>
    public void Redraft(string template, IReadOnlyList<PostmortemSection> sections, string by, Instant now)
    {
        if (!IsUntouched)
        {
            throw new DomainException(
                $"#{Incident} has a postmortem that {UpdatedBy} saved at {PostmortemWords.Utc(UpdatedAt)}: another template would discard it."
            );
        }

        (Template, Sections) = (template, sections);
        Saved(by, now);
        Record(by, "drafted", now);
    }

    /// <summary>The incident has changed: what the portal wrote and nobody has touched is written anew.</summary>
    /// <returns>False when nothing changed.</returns>
    public bool Refresh(IReadOnlyList<PostmortemSection> filled, string by, Instant now)
    {
        var fresh = SectionEdits.Refresh(Sections, filled);
        if (State is not PostmortemState.Draft || fresh.SequenceEqual(Sections))
        {
            return false;
        }

        Sections = fresh;
        Saved(by, now);
        return true;
    }

    /// <param name="expected">The version that the writer saw.</param>
    /// <param name="title">Null keeps it.</param>
    /// <param name="texts">Sections by title. Those not named stay as they are; a new title is a new section at the end.</param>
    /// <exception cref="DomainException">Somebody else saved meanwhile (says who and when), or it is past writing.</exception>
    public void Edit(int expected, string? title, IReadOnlyList<SectionText> texts, string by, Instant now)
    {
        if (State is PostmortemState.Approved or PostmortemState.Published)
        {
            throw new DomainException($"{StateSentence()} {PostmortemWords.Final(State)}");
        }

        if (expected != Version)
        {
            throw new DomainException(
                $"{UpdatedBy} saved version {Version} at {PostmortemWords.Utc(UpdatedAt)}, and you were writing on version {expected}. Load theirs, then add your text to it."
            );
        }

        var (newTitle, sections) = (TitleOf(title), SectionEdits.Apply(Sections, texts));
        if (newTitle == Title && sections.SequenceEqual(Sections))
        {
            return;
        }

        (Title, Sections, Author) = (newTitle, sections, Author ?? by);
        Saved(by, now);
        if (history.Count == 0 || !history.MaxBy(line => line.Number)!.Absorbs(this, by, now))
        {
            Record(by, PostmortemVersion.Edited, now);
        }
    }

    public void Submit(string by, Instant now)
    {
        Demand(PostmortemState.Draft);
        (SubmittedAt, SubmittedBy, Author) = (now, by, Author ?? by);
        Record(by, "submitted", now);
    }

    /// <param name="nobodyElse">Nobody but the author could: then it is better to say so than to wait for ever.</param>
    public void Approve(string by, bool nobodyElse, Instant now)
    {
        Demand(PostmortemState.InReview);
        if (by == Author && !nobodyElse)
        {
            throw new DomainException($"{by} wrote it: somebody else has to approve it.");
        }

        (ApprovedAt, ApprovedBy) = (now, by);
        Record(by, by == Author ? "approved alone" : "approved", now);
    }

    public void Publish(string by, Instant now)
    {
        Demand(PostmortemState.Approved);
        (PublishedAt, PublishedBy) = (now, by);
        Record(by, "published", now);
    }

    /// <summary>Back to its writers, who have something to change.</summary>
    public void Return(string by, Instant now)
    {
        if (State is PostmortemState.Draft or PostmortemState.Published)
        {
            throw new DomainException($"{StateSentence()} There is nothing to return.");
        }

        (SubmittedAt, SubmittedBy, ApprovedAt, ApprovedBy) = (null, null, null, null);
        Record(by, "returned", now);
    }

    public ActionItem Promise(ActionPromise promise, Instant now)
    {
        var item = ActionItem.Promise(Id, promise, now);
        actionItems.Add(item);
        return item;
    }

    /// <summary>What it is about happens again: what was done lately did not help. Before publication people see to that themselves.</summary>
    /// <returns>The action items that are open again.</returns>
    public IReadOnlyList<ActionItem> Relapse(string by, Instant now)
    {
        if (State is not PostmortemState.Published)
        {
            return [];
        }

        var reopened = actionItems.Where(item => item.Relapse(now)).ToList();
        if (reopened.Count > 0)
        {
            Record(by, "reopened actions", now);
        }

        return reopened;
    }

    /// <exception cref="DomainException">It was published with it: finish it instead.</exception>
    public void Drop(ActionItem item)
    {
        if (State is PostmortemState.Published)
        {
            throw new DomainException("It was published with this action item: mark it done, or change what it says.");
        }

        actionItems.Remove(item);
    }

    /// <param name="section">A section's title; null for the whole.</param>
    public PostmortemComment Comment(string? section, string author, string text, Instant now)
    {
        RefuseWhenPublished();
        if (section is not null && Sections.All(one => one.Title != section))
        {
            throw new DomainException($"There is no section \"{section}\" here.");
        }

        var comment = PostmortemComment.Write(Id, section, author, text, now);
        comments.Add(comment);
        return comment;
    }

    public void Settle(PostmortemComment comment, string by, Instant now)
    {
        RefuseWhenPublished();
        comment.Settle(by, now);
    }

    /// <summary>The state with who and when, as a sentence.</summary>
    public string StateSentence() => PostmortemWords.Of(this);

    private void Demand(PostmortemState needed)
    {
        if (State != needed)
        {
            throw new DomainException($"{StateSentence()} {PostmortemWords.Next(State)}");
        }
    }

    private void RefuseWhenPublished()
    {
        if (State is PostmortemState.Published)
        {
            throw new DomainException($"{StateSentence()} {PostmortemWords.Next(State)}");
        }
    }

    private string TitleOf(string? title) =>
        title?.Trim() switch
        {
            null => Title,
            { Length: > 0 and <= LongestTitle } text => text,
            _ => throw new DomainException($"A title has 1 to {LongestTitle} characters."),
        };

    private void Saved(string by, Instant now)
    {
        Version++;
        (UpdatedAt, UpdatedBy) = (now, by);
    }

    private void Record(string by, string what, Instant now) => history.Add(PostmortemVersion.Of(this, by, what, now));
}

public enum PostmortemState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Others read and comment; it can still be changed.</summary>
    InReview,

    /// <summary>Somebody other than its author agrees with it.</summary>
    Approved,

    /// <summary>For everybody, and final but for its action items.</summary>
    Published,
}
