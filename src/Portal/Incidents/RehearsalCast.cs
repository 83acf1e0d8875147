using NodaTime;
using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Labels;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Incidents;

/// <summary>One service, its rule, its policy and the person behind it: the definitions of a rehearsal.</summary>
internal sealed class RehearsalCast : IDefinitions
{
    public const string Address = "https://rehearsal.invalid/page";

    private const string Name = "rehearsal";

    private readonly Definition<AlertRule> rule = Of(
        new AlertRule
        {
            Service = Name,
            Backend = Name,
            Query = "1",
            Condition = new ThresholdCondition(Comparison.Above, 0),
            Severity = Severity.Critical,
            Annotations = LabelSet.Of(("summary", "Rehearsal at {{ value }}")),
            Runbook = Name,
        }
    );

    private readonly object[] others =
    [
        Of(new Service(Name, 1, null, Name, [])),
        Of(new EscalationPolicy(0, null, [new(Duration.Zero, [new(EscalationTargetKind.User, Name)])])),
        Of(
            new Person(
                Name,
                null,
                "UTC",
                [new ContactMethod(Name, ContactMethodType.Webhook, Address)],
                [new NotificationRule(Duration.Zero, Name)]
            )
        ),
    ];

    public DueRule DueAt(Instant now) =>
        new(
            new RuleSchedule { RuleId = rule.Id, NextSlot = now },
            rule,
            RuleIdentity.Of(rule.Name, rule.Spec, this),
            now,
            []
        );

    public Definition<T>? Find<T>(string name)
        where T : class => name == Name ? others.OfType<Definition<T>>().FirstOrDefault() : null;

    public IReadOnlyList<Definition<T>> All<T>()
        where T : class => [.. others.OfType<Definition<T>>()];

    public bool Exists(string kind, string name) => name == Name;

    private static Definition<T> Of<T>(T spec)
        where T : class =>
        new(Guid.CreateVersion7(), Name, LabelSet.Empty, spec, 1, NodaConstants.UnixEpoch, Timeline.Itself);
}
