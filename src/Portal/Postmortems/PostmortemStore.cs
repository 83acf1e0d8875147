using Microsoft.EntityFrameworkCore;
using NodaTime;
using Portal.Data;
using Portal.Domain.Postmortems;

namespace Portal.Postmortems;

/// <summary>The postmortems' questions to the database.</summary>
internal sealed class PostmortemStore(IDbContextFactory<PortalDb> databases)
{
    /// <summary>Holds it to the end of the transaction, with everything that belongs to it.</summary>
    public static async Task<Postmortem?> LockAsync(UnitOfWork work, Guid id, CancellationToken cancellationToken)
    {
        await work.ExecuteAsync("select 1 from postmortem where id = @id for update", new { id }, cancellationToken);
        return await Whole(work.Db.Set<Postmortem>()).SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
    }

    /// <summary>Of an incident that this transaction holds.</summary>
    public static async Task<Postmortem?> OfIncidentAsync(
        UnitOfWork work,
        Guid incident,
        CancellationToken cancellationToken
    )
    {
        var id = await work
            .Db.Set<Postmortem>()
            .Where(one => one.IncidentId == incident)
            .Select(one => (Guid?)one.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return id is { } found ? await LockAsync(work, found, cancellationToken) : null;
    }

    public async Task<Postmortem?> FindAsync(PostmortemKey key, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Whole(db.Set<Postmortem>().AsNoTracking())
            .SingleOrDefaultAsync(one => one.Id == key.Id || one.Incident == key.Incident, cancellationToken);
    }

    public async Task<Guid?> IdOfIncidentAsync(Guid incident, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<Postmortem>()
            .Where(one => one.IncidentId == incident)
            .Select(one => (Guid?)one.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Newest incident first, without the text of the sections.</summary>
    public async Task<IReadOnlyList<PostmortemSummary>> ListAsync(
        PostmortemFilter filter,
        LocalDate today,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await Filtered(db.Set<Postmortem>().AsNoTracking(), filter, today)
            .OrderByDescending(one => one.Incident)
            .Take(filter.Limit)
            .Select(one => new PostmortemSummary(
                one.Id,
                one.Incident,
                one.Title,
                one.Service,
                one.Team,
                one.Author,
                one.SubmittedAt,
                one.ApprovedAt,
                one.PublishedAt,
                one.CreatedAt,
                one.UpdatedAt,
                one.UpdatedBy,
                one.ActionItems.Count,
                one.ActionItems.Count(item => item.DoneAt == null),
                one.ActionItems.Count(item => item.DoneAt == null && item.Due < today)
            ))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Action items that are late, the latest first.</summary>
    public async Task<IReadOnlyList<LateAction>> LateAsync(
        string? team,
        LocalDate today,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<ActionItem>()
            .AsNoTracking()
            .Where(item => item.DoneAt == null && item.Due < today)
            .Join(db.Set<Postmortem>(), item => item.PostmortemId, one => one.Id, (item, one) => new { item, one })
            .Where(late => team == null || late.one.Team == team)
            .OrderBy(late => late.item.Due)
            .Take(100)
            .Select(late => new LateAction(
                late.one.Id,
                late.one.Incident,
                late.one.Title,
                late.item.What,
                late.item.Owner,
                late.item.Due!.Value,
                late.item.ReopenedAt != null
            ))
            .ToListAsync(cancellationToken);
    }

    private static IQueryable<Postmortem> Whole(IQueryable<Postmortem> postmortems) =>
        postmortems
            .Include(one => one.ActionItems.OrderBy(item => item.CreatedAt).ThenBy(item => item.Id))
            .Include(one => one.Comments.OrderBy(comment => comment.At))
            .Include(one => one.History.OrderBy(line => line.Number))
            .AsSplitQuery();

    private static IQueryable<Postmortem> Filtered(
        IQueryable<Postmortem> postmortems,
        PostmortemFilter filter,
        LocalDate today
    )
    {
        var found = filter.State is { } state ? InState(postmortems, state) : postmortems;
        var words = filter.Words is { } text ? $"%{Escaped(text)}%" : null;
        return found
            .Where(one => filter.Team == null || one.Team == filter.Team)
            .Where(one => filter.Service == null || one.Service == filter.Service)
            .Where(one => filter.Before == null || one.Incident < filter.Before)
            .Where(one => words == null || EF.Functions.ILike(one.Title, words))
            .Where(one => !filter.Overdue || one.ActionItems.Any(item => item.DoneAt == null && item.Due < today));
    }

    private static string Escaped(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);

    /// <summary>As <see cref="Postmortem.State"/> derives it, in SQL.</summary>
    private static IQueryable<Postmortem> InState(IQueryable<Postmortem> postmortems, PostmortemState state) =>
        state switch
        {
            PostmortemState.Draft => postmortems.Where(one =>
                one.SubmittedAt == null && one.ApprovedAt == null && one.PublishedAt == null
            ),
            PostmortemState.InReview => postmortems.Where(one =>
                one.SubmittedAt != null && one.ApprovedAt == null && one.PublishedAt == null
            ),
            PostmortemState.Approved => postmortems.Where(one => one.ApprovedAt != null && one.PublishedAt == null),
            PostmortemState.Published => postmortems.Where(one => one.PublishedAt != null),
        };
}

/// <summary>An id, or the number of the incident.</summary>
internal sealed record PostmortemKey(Guid? Id, long? Incident)
{
    public static PostmortemKey Of(Guid id) => new(id, null);

    /// <returns>A key that finds nothing when the text is neither.</returns>
    public static PostmortemKey Of(string text) =>
        Guid.TryParse(text, out var id) ? new(id, null)
        : long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? new(null, number)
        : new(Guid.Empty, null);
}

/// <param name="Before">Only smaller numbers: the last one of the page before.</param>
/// <param name="Overdue">Only those with an action item that is late.</param>
/// <param name="Words">In the title.</param>
internal sealed record PostmortemFilter(
    PostmortemState? State = null,
    string? Team = null,
    string? Service = null,
    bool Overdue = false,
    string? Words = null,
    long? Before = null,
    int Limit = 50
);
