using NodaTime;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Incidents;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.Postmortems;

/// <summary>Finds the words that a postmortem is written in: what people are called, and the author's zone.</summary>
internal sealed class PostmortemWording(People people, IDefinitions definitions)
{
    /// <summary>Without an author, the zone is that of the team's first lead; UTC where there is none either.</summary>
    public Wording Of(string? author, string? team) =>
        new(
            user => user == Timeline.Itself ? "Portal" : people.NameOf(user),
            ZoneOf(author) ?? ZoneOf(LeadOf(team)) ?? DateTimeZone.Utc
        );

    public Wording Of(Postmortem postmortem) => Of(postmortem.Author, postmortem.Team);

    private string? LeadOf(string? team) =>
        team is null
            ? null
            : definitions.Find<Team>(team)?.Spec.Members.FirstOrDefault(member => member.Role >= Role.Lead)?.User;

    private DateTimeZone? ZoneOf(string? user) =>
        user is not null && Zones.TryFind(definitions.Find<Person>(user)?.Spec.TimeZone, out var zone) ? zone : null;
}
