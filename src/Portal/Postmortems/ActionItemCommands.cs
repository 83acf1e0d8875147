using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;

namespace Portal.Postmortems;

/// <summary>What people promise after an incident; these go on after the postmortem is published.</summary>
internal sealed class ActionItemCommands(PostmortemChanges changes, Authoriser authoriser)
{
    private const int LongestTicket = 500;

    public Task<Postmortem> AddAsync(
        Actor actor,
        Guid postmortem,
        ActionPromise promise,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            actor,
            postmortem,
            async (work, changed) =>
            {
                RefuseNonsense(promise);
                var made = changed.Promise(promise, work.Now);
                await AuditAsync(work, actor, "promised", changed, null, Facts(made), cancellationToken);
            },
            cancellationToken
        );

    /// <param name="done">True finishes it, false opens it again, null leaves that as it is.</param>
    public Task<Postmortem> ChangeAsync(
        Actor actor,
        Guid postmortem,
        Guid item,
        ActionPromise promise,
        bool? done,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            actor,
            postmortem,
            async (work, changed) =>
            {
                RefuseNonsense(promise);
                var found = Find(changed, item);
                var before = Facts(found);
                found.Change(promise);
                SetDone(found, done, actor, work.Now);
                await AuditAsync(work, actor, "changed action", changed, before, Facts(found), cancellationToken);
            },
            cancellationToken
        );

    public Task<Postmortem> FinishAsync(
        Actor actor,
        Guid postmortem,
        Guid item,
        bool done,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            actor,
            postmortem,
            async (work, changed) =>
            {
                var found = Find(changed, item);
                var before = Facts(found);
                SetDone(found, done, actor, work.Now);
                var action = done ? "finished action" : "reopened action";
                await AuditAsync(work, actor, action, changed, before, Facts(found), cancellationToken);
            },
            cancellationToken
        );

    public Task<Postmortem> DropAsync(Actor actor, Guid postmortem, Guid item, CancellationToken cancellationToken) =>
        ChangeAsync(
            actor,
            postmortem,
            async (work, changed) =>
            {
                var found = Find(changed, item);
                changed.Drop(found);
                await AuditAsync(work, actor, "dropped action", changed, Facts(found), null, cancellationToken);
            },
            cancellationToken
        );

    private Task<Postmortem> ChangeAsync(
        Actor actor,
        Guid id,
        Func<UnitOfWork, Postmortem, Task> change,
        CancellationToken cancellationToken
    ) =>
        changes.MakeAsync(
            id,
            async (work, postmortem) =>
            {
                authoriser.Demand(actor, Role.Responder, postmortem.Team, "change action items");
                await change(work, postmortem);
            },
            cancellationToken
        );

    private static Task AuditAsync(
        UnitOfWork work,
        Actor actor,
        string action,
        Postmortem postmortem,
        object? before,
        object? after,
        CancellationToken cancellationToken
    ) => PostmortemChanges.AuditAsync(work, actor, action, postmortem, before, after, cancellationToken);

    private static void SetDone(ActionItem item, bool? done, Actor actor, Instant now)
    {
        if (done is true)
        {
            item.Finish(actor.Name, now);
        }
        else if (done is false)
        {
            item.Reopen(now);
        }
    }

    private static ActionItem Find(Postmortem postmortem, Guid item) =>
        postmortem.ActionItems.FirstOrDefault(one => one.Id == item)
        ?? throw new NotFoundException("action item", item.ToString());

    private static object Facts(ActionItem item) =>
        new
        {
            item.What,
            Type = item.Type.ToString(),
            item.Owner,
            Due = item.Due?.ToString("uuuu-MM-dd", null),
            item.Ticket,
            item.IsDone,
        };

    private static void RefuseNonsense(ActionPromise promise)
    {
        if (string.IsNullOrWhiteSpace(promise.What) || promise.What.Trim().Length > 500)
        {
            throw new InvalidInputException("what", "Say in 1 to 500 characters what will be different.");
        }

        if (promise.Owner is { Length: > 100 })
        {
            throw new InvalidInputException("owner", "Name one person, in at most 100 characters.");
        }

        if (promise.Ticket is { } ticket && !IsTicket(ticket.Trim()))
        {
            throw new InvalidInputException(
                "ticket",
                "Write the key of the ticket, or an address that begins with https:// or http://."
            );
        }
    }

    private static bool IsTicket(string ticket) =>
        ticket.Length <= LongestTicket
        && (
            !ticket.Contains(':', StringComparison.Ordinal)
            || (Uri.TryCreate(ticket, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        );
}
