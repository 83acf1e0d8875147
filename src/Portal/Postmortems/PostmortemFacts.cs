using Portal.Domain.Incidents;
using Portal.Incidents;

namespace Portal.Postmortems;

/// <summary>Tells an incident which postmortem it has.</summary>
internal sealed class PostmortemFacts(PostmortemStore store) : IIncidentFacts
{
    public async Task AddAsync(Incident incident, IncidentExtras extras, CancellationToken cancellationToken) =>
        extras.Postmortem = await store.IdOfIncidentAsync(incident.Id, cancellationToken);
}
