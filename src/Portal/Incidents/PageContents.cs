using Portal.Domain.Incidents;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Incidents;

/// <summary>What people read about an incident, wherever they are reached.</summary>
internal sealed class PageContents(Addresses addresses, AcknowledgeLinks links)
{
    public MessageContent Page(Incident incident, string user) =>
        Of(incident, incident.Title, "") with
        {
            AcknowledgeUrl = addresses.Acknowledge(links.Token(incident.Number, user)),
        };

    /// <summary>Tells somebody what became of what they were paged for.</summary>
    public MessageContent Notice(Incident incident, string text) =>
        Of(incident, $"#{incident.Number} {text}: {incident.Title}", "");

    /// <summary>Tells somebody that what they were paged for is not over, and where it goes on.</summary>
    public MessageContent GoesOn(Incident incident, Incident target, string by) =>
        Of(
            target,
            $"#{incident.Number} goes on in #{target.Number}: {target.Title}",
            $"{by} merged them. It is not over; #{incident.Number} pages nobody any more."
        );

    private MessageContent Of(Incident incident, string title, string text) =>
        new(
            title,
            text,
            Words.Of(incident.Severity),
            incident.Service,
            incident.Team,
            incident.Number,
            Words.Of(incident.State),
            incident.DetectedAt,
            addresses.Incident(incident.Number),
            Runbook: incident.Runbook
        );
}
