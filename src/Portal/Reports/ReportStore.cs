using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Domain.Incidents;
using Portal.Domain.Reports;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Notifications;

namespace Portal.Reports;

/// <summary>The reports' questions to the database; what follows from the answers is decided in the domain.</summary>
internal sealed class ReportStore(IDbContextFactory<PortalDb> databases)
{
    /// <summary>More than this in one period is refused and not cut: a report over a part would be wrong.</summary>
    internal const int MostRows = 200_000;

    /// <summary>Detected in the period, oldest first; without tests, and without what is part of another.</summary>
    /// <param name="team">Only its incidents; null for all.</param>
    public async Task<IReadOnlyList<ReportedIncident>> IncidentsAsync(
        TimeRange period,
        string? team,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await Counted(db, period, team)
            .OrderBy(one => one.DetectedAt)
            .Take(MostRows)
            .ToListAsync(cancellationToken);
        return [.. Bounded(found).Select(ReportedIncident.Of)];
    }

    /// <summary>Pages that reached somebody in the period.</summary>
    /// <param name="team">Only those of its incidents; null for all.</param>
    public async Task<IReadOnlyList<PageMessage>> PagesAsync(
        TimeRange period,
        string? team,
        CancellationToken cancellationToken
    )
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<OutboxMessage>()
            .Where(message => message.Kind == MessageKind.Page && message.Status == MessageStatus.Delivered)
            .Where(message => message.DeliveredAt >= period.Start && message.DeliveredAt < period.End)
            .Where(message =>
                team == null || db.Set<Incident>().Any(one => one.Id == message.Subject && one.Team == team)
            )
            .OrderBy(message => message.Id)
            .Take(MostRows)
            .Select(message => new
            {
                message.User,
                At = message.DeliveredAt!.Value,
                message.Channel,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. Bounded(found)
                .Select(one => new PageMessage(one.User, one.At, one.Channel is not ContactMethodType.Email)),
        ];
    }

    /// <summary>What counts in a period: detected in it, no test, and not merged, since the other counts for both.</summary>
    internal static IQueryable<Incident> Counted(PortalDb db, TimeRange period, string? team) =>
        db.Set<Incident>()
            .AsNoTracking()
            .Where(one => !one.IsTest && one.MergedInto == null)
            .Where(one => one.DetectedAt >= period.Start && one.DetectedAt < period.End)
            .Where(one => team == null || one.Team == team);

    internal static List<T> Bounded<T>(List<T> rows) =>
        rows.Count < MostRows
            ? rows
            : throw new InvalidInputException("from", "That is too much for one report: choose a shorter period.");
}
