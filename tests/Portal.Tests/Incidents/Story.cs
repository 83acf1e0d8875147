using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Access;
using Portal.Alerting;
using Portal.Catalog;
using Portal.Data;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.Labels;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Incidents;
using Portal.Manifests;
using Portal.Notifications;
using Portal.OnCall;
using Portal.Teams;

namespace Portal.Tests.Incidents;

/// <summary>A team of its own with a service, a policy and people; alerts that fire when told to, and time that passes when told to.</summary>
internal sealed class Story(StillPortal portal)
{
    private readonly string suffix = Guid.NewGuid().ToString("N")[..8];
    private readonly Guid rule = Guid.CreateVersion7();

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public string Team => $"team-{suffix}";

    public string Service => $"service-{suffix}";

    public string Policy => $"policy-{suffix}";

    public string Ana => $"ana-{suffix}";

    public string Bo => $"bo-{suffix}";

    public string Chi => $"chi-{suffix}";

    public IncidentCommands Commands => portal.Get<IncidentCommands>();

    public SnoozeIncident Snooze => portal.Get<SnoozeIncident>();

    public MergeIncidents Merge => portal.Get<MergeIncidents>();

    public IncidentJournal Journal => portal.Get<IncidentJournal>();

    /// <summary>Three people who are paged at once by a webhook, and a policy of these steps.</summary>
    public static async Task<Story> BeginAsync(StillPortal portal, params EscalationStep[] steps) =>
        await BeginAsync(portal, null, steps);

    public static async Task<Story> BeginAsync(
        StillPortal portal,
        Duration? acknowledgeTimeout,
        params EscalationStep[] steps
    )
    {
        var story = new Story(portal);
        foreach (var user in new[] { story.Ana, story.Bo, story.Chi })
        {
            await story.ReachAsync(user, [new("push", ContactMethodType.Webhook, "https://phone.example/")]);
        }

        TeamMember[] members =
        [
            .. new[] { story.Ana, story.Bo, story.Chi }.Select(user => new TeamMember(user, Role.Responder)),
        ];
        await story.ApplyAsync(TeamManifest.Definition, story.Team, new Team(members));
        var policy = new EscalationPolicy(
            0,
            acknowledgeTimeout,
            steps.Length > 0 ? story.Named(steps) : [After(0, story.Ana)]
        );
        await story.ApplyAsync(EscalationPolicyManifest.Definition, story.Policy, policy);
        var service = new Service(story.Team, 1, null, story.Policy, []);
        await story.ApplyAsync(ServiceManifest.Definition, story.Service, service);
        return story;
    }

    /// <summary>A step of a policy, before the story has given its people their names.</summary>
    public static EscalationStep After(int minutes, params string[] users) =>
        new(
            Duration.FromMinutes(minutes),
            [.. users.Select(user => new EscalationTarget(EscalationTargetKind.User, user))]
        );

    public Task ReachAsync(string user, ContactMethod[] methods, params NotificationRule[] rules) =>
        ApplyAsync(
            PersonManifest.Definition,
            user,
            new Domain.Teams.Person(user, null, "Europe/Berlin", methods, rules)
        );

    public static Actor As(string user) => new(user, ActorKind.Person);

    public Task FireAsync(string alert = "a", Severity severity = Severity.Critical) =>
        TellAsync(fires: true, (alert, severity));

    public Task QuietAsync(string alert = "a", Severity severity = Severity.Critical) =>
        TellAsync(fires: false, (alert, severity));

    /// <summary>Several in one transaction, as one look at the rules finds them.</summary>
    public Task FireAllAsync(params (string Alert, Severity Severity)[] alerts) => TellAsync(fires: true, alerts);

    public Task SnoozeAsync(string user, Incident incident, Duration time) =>
        Snooze.SnoozeAsync(As(user), incident.Number, SnoozeEnd.After(time), Cancellation);

    public Task<Incident> MergeAsync(string user, Incident incident, Incident into) =>
        Merge.MergeAsync(As(user), incident.Number, into.Number, Cancellation);

    public async Task<Incident> ReadAsync(Incident incident) =>
        (await portal.Get<IncidentStore>().FindAsync(incident.Number, Cancellation))!;

    /// <summary>The newest incident of the service.</summary>
    public async Task<Incident> NewestAsync() => (await AllAsync())[0];

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<Incident>> AllAsync() =>
        portal.Get<IncidentStore>().ListAsync(new(Service: Service), Cancellation);

    public Task<IReadOnlyList<TimelineEntry>> TimelineAsync(Incident incident) =>
        portal.Get<IncidentStore>().TimelineAsync(incident.Id, Cancellation);

    /// <summary>Who was paged, and how, in order: ana by push.</summary>
    public async Task<string[]> PagesAsync(Incident incident)
    {
        await portal.RunAsync(Cancellation);
        return
        [
            .. Sent(incident, MessageKind.Page)
                .OrderBy(message => message.CreatedAt)
                .Select(message => $"{Plain(message.User)} by {message.ContactMethod}"),
        ];
    }

    public IEnumerable<OutboxMessage> Sent(Incident incident, MessageKind kind) =>
        portal.Sent.About(incident.Id).Select(one => one.Message).Where(message => message.Kind == kind);

    public string Plain(string user) => user.Replace($"-{suffix}", "", StringComparison.Ordinal);

    /// <summary>Moves everything about the service's incidents into the past, then does what is due by now.</summary>
    public async Task PassAsync(Duration time)
    {
        await portal.RunAsync(Cancellation);
        await using (var work = await UnitOfWork.BeginAsync(portal.Databases, Cancellation))
        {
            foreach (var statement in Shifts)
            {
                await work.ExecuteAsync(statement, new { Service, Time = time.TotalSeconds }, Cancellation);
            }

            await work.CommitAsync(Cancellation);
        }

        await portal.RunAsync(Cancellation);
    }

    private static readonly string[] Shifts =
    [
        """
            update incident set detected_at = detected_at - make_interval(secs => @Time),
                impact_start = impact_start - make_interval(secs => @Time),
                snoozed_until = snoozed_until - make_interval(secs => @Time),
                acknowledged_at = acknowledged_at - make_interval(secs => @Time),
                mitigated_at = mitigated_at - make_interval(secs => @Time),
                resolved_at = resolved_at - make_interval(secs => @Time),
                escalation_started_at = escalation_started_at - make_interval(secs => @Time)
            where service = @Service
            """,
        """
            update timer set due_at = due_at - make_interval(secs => @Time)
            where subject in (select id from incident where service = @Service)
            """,
        """
            update outbox_message set created_at = created_at - make_interval(secs => @Time),
                next_attempt_at = next_attempt_at - make_interval(secs => @Time)
            where subject in (select id from incident where service = @Service)
            """,
    ];

    private async Task TellAsync(bool fires, params (string Alert, Severity Severity)[] alerts)
    {
        await using var work = await UnitOfWork.BeginAsync(portal.Databases, Cancellation);
        var notices = alerts.Select(one => Notice(work, one.Alert, one.Severity, fires)).ToList();
        foreach (var listener in portal.Services.GetServices<IAlertListener>())
        {
            await listener.ChangedAsync(work, notices, Cancellation);
        }

        await work.CommitAsync(Cancellation);
    }

    private AlertNotice Notice(UnitOfWork work, string alert, Severity severity, bool fires)
    {
        var labels = LabelSet.Of(("alert", alert), ("service", Service));
        return new(
            rule,
            $"rule-{suffix}",
            Service,
            severity,
            labels,
            Fingerprint.Of(labels),
            fires,
            fires ? null : "the condition cleared",
            $"{alert} fails",
            null,
            1,
            work.Now,
            work.Now
        );
    }

    private async Task ApplyAsync(ManifestKind kind, string name, object spec)
    {
        var document = ManifestDocument.For(kind, name, spec);
        var results = await portal.Get<ManifestApplier>().ApplyAsync(Actor.Portal, [document], false, Cancellation);
        results.ThrowIfInvalid();
    }

    /// <summary>The steps with the people of this story in the places of ana, bo and chi.</summary>
    private EscalationStep[] Named(EscalationStep[] steps) =>
        [.. steps.Select(step => new EscalationStep(step.After, [.. step.Notify.Select(Named)]))];

    private EscalationTarget Named(EscalationTarget target) => new(target.Kind, $"{target.Name}-{suffix}");
}
