using Portal.Data;
using Portal.Domain.Incidents;

namespace Portal.Incidents;

/// <summary>Nothing is opened again beside what is open for the same alerts, and nothing that is part of another.</summary>
internal static class ReopenGuard
{
    /// <exception cref="ConflictException">With the number at which to go on.</exception>
    public static async Task RefuseAsync(UnitOfWork work, Incident incident, CancellationToken cancellationToken)
    {
        if (incident.IsMerged)
        {
            var end = await MergedIncidents.EndOfAsync(work.Db, incident.Number, cancellationToken);
            throw new ConflictException($"#{incident.Number} was merged and cannot be reopened: go on at #{end}.");
        }

        // Its own group and those of what is part of it, in the order in which alerts hold them.
        var merged = await MergedIncidents.OfAsync(work.Db, incident.Number, cancellationToken);
        var groups = merged
            .Select(one => one.GroupKey)
            .Append(incident.GroupKey)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var other = await IncidentStore.LockOpenAsync(work, group, cancellationToken);
            if (other is not null && other.Id != incident.Id)
            {
                throw new ConflictException($"#{other.Number} is open for the same group: go on there.");
            }
        }
    }
}
