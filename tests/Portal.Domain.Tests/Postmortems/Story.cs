using NodaTime;
using Portal.Domain.Alerting;
using Portal.Domain.Incidents;
using Portal.Domain.Postmortems;
using Portal.Domain.Time;

namespace Portal.Domain.Tests.Postmortems;

/// <summary>One incident from its first alert to its end, as everything in this folder tells it.</summary>
internal static class Story
{
    public static readonly Instant Noon = Instant.FromUtc(2026, 11, 3, 14, 5);

    /// <summary>The users' own names, and UTC.</summary>
    public static readonly Wording Utc = new(user => user, DateTimeZone.Utc);

    /// <summary>As people of Berlin write: Ana, and their own clock.</summary>
    public static readonly Wording Berlin = new(
        user => user.Length == 0 ? user : char.ToUpperInvariant(user[0]) + user[1..],
        Zones.Find("Europe/Berlin")
    );

    public static Instant At(int minute, int second = 0) => Noon + Duration.FromSeconds(minute * 60 + second);

    public static Incident Incident(bool resolved = true)
    {
        var opening = new IncidentOpening(
            "Payments | time out at *checkout*",
            Severity.Critical,
            "service:checkout:page",
            "checkout",
            "shop",
            ImpactStart: Noon
        );
        var incident = Portal.Domain.Incidents.Incident.Open(opening, 398, At(3));
        incident.Acknowledge("ana", At(6));
        incident.Mitigate(At(44));
        if (resolved)
        {
            incident.Resolve(Portal.Domain.Incidents.Incident.BySource, At(57));
        }

        return incident;
    }

    public static IncidentRecord Record(Incident? incident = null)
    {
        var about = incident ?? Incident();
        return new(
            about,
            [
                Alert(about, "checkout-availability", "22× burn over 1 h", At(3), At(57), 1),
                Alert(about, "checkout-latency", "p99 is 9 s", At(15), null, 2),
            ],
            [
                new IncidentRole
                {
                    IncidentId = about.Id,
                    Role = "commander",
                    User = "ana",
                },
            ],
            Timeline(about),
            [
                new ServiceChange(At(-95), "checkout", "v313", "bo", "https://ci.example/313"),
                new ServiceChange(At(31), "checkout", "v312", "ana", null),
            ],
            [new BudgetUse("checkout-availability", 0.3104m)]
        );
    }

    public static IReadOnlyList<PostmortemSection> Sections(string template = "short", Wording? words = null) =>
        PostmortemDraft.Fill(BuiltInTemplates.Find(template)!.Template, Record(), words ?? Utc);

    public static Postmortem Draft(string? author = "ana") =>
        Postmortem.Draft(Incident(), "short", Sections(), author, "portal", At(57));

    private static IncidentAlert Alert(
        Incident incident,
        string rule,
        string summary,
        Instant fired,
        Instant? resolved,
        int count
    ) =>
        new()
        {
            IncidentId = incident.Id,
            SourceId = Guid.Empty,
            Fingerprint = rule,
            Rule = rule,
            Labels = "{}",
            Summary = summary,
            Value = 0.125,
            FiredAt = fired,
            ResolvedAt = resolved,
            Count = count,
        };

    private static IReadOnlyList<TimelineEntry> Timeline(Incident incident)
    {
        (Instant At, TimelineKind Kind, string Actor, string Text, string Data, int? Replaces)[] told =
        [
            (At(3), TimelineKind.Opened, "portal", "opened by checkout-availability: 22× burn over 1 h", "{}", null),
            (At(3), TimelineKind.Paged, "portal", "paged ana, on call", """{"user":"ana","loop":0,"step":0}""", null),
            (
                At(3, 2),
                TimelineKind.Delivered,
                "portal",
                "push to ana delivered in 2 s",
                """{"user":"ana","method":"push","seconds":2.2}""",
                null
            ),
            (
                At(4),
                TimelineKind.NotDelivered,
                "portal",
                "mail to ana failed: mailbox full",
                """{"user":"ana","method":"mail"}""",
                null
            ),
            (At(6), TimelineKind.Acknowledged, "ana", "acknowledged after 3 min; paging stopped", "{}", null),
            (
                At(14),
                TimelineKind.Note,
                "ana",
                "retrys trippled <b>the load</b>\nsee [chart](javascript:x)",
                "{}",
                null
            ),
            (At(31), TimelineKind.Deployment, "ana", "deployed checkout v312", "{}", null),
            (At(40), TimelineKind.Note, "ana", "retries tripled the load", "{}", 6),
            (At(44), TimelineKind.Mitigated, "ana", "marked it mitigated: users no longer notice", "{}", null),
            (At(57), TimelineKind.Resolved, "portal", "resolved: every alert is over", "{}", null),
        ];
        return
        [
            .. told.Select(
                (one, index) =>
                    new TimelineEntry
                    {
                        IncidentId = incident.Id,
                        Seq = index + 1,
                        At = one.At,
                        Kind = one.Kind,
                        Actor = one.Actor,
                        Text = one.Text,
                        Data = one.Data,
                        Replaces = one.Replaces,
                    }
            ),
        ];
    }
}
