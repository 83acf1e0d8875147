using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.OnCall;

/// <summary>Who stands behind a target at an instant, from the definitions as they are now.</summary>
internal sealed class OnCallDirectory(IDefinitions definitions)
{
    /// <returns>Nobody for a gap, and for a name that is gone: escalation then goes on at once.</returns>
    public IReadOnlyList<string> Resolve(EscalationTarget target, Instant at) =>
        target.Kind switch
        {
            EscalationTargetKind.User => definitions.Find<Person>(target.Name) is null ? [] : [target.Name],
            EscalationTargetKind.Schedule =>
            [
                .. (definitions.Find<Schedule>(target.Name)?.Spec.OnCallAt(at) ?? []).Select(person => person.User),
            ],
            EscalationTargetKind.Team =>
            [
                .. (definitions.Find<Team>(target.Name)?.Spec.Members ?? [])
                    .Where(member => member.Role >= Role.Responder)
                    .Select(member => member.User),
            ],
            EscalationTargetKind.Channel => [],
        };

    /// <summary>Why this person, in a few words: <c>on call by shop-primary</c>.</summary>
    public static string Because(EscalationTarget target) =>
        target.Kind switch
        {
            EscalationTargetKind.User => "named by the policy",
            EscalationTargetKind.Schedule => $"on call by {target.Name}",
            EscalationTargetKind.Team => $"in team {target.Name}",
            EscalationTargetKind.Channel => $"reads {target.Name}",
        };

    /// <summary>Every page that would go out if nobody acknowledged, in order.</summary>
    public IReadOnlyList<SimulatedPage> Simulate(EscalationPolicy policy, Instant start) =>
        [
            .. Escalation
                .Simulate(policy, start, Resolve)
                .SelectMany(step => step.Notice.People.Select(person => (step, person)))
                .SelectMany(one => Pages(one.step, one.person))
                .OrderBy(page => page.At),
        ];

    private IEnumerable<SimulatedPage> Pages(SimulatedStep step, Recipient person)
    {
        var position = step.Notice.Position;
        var rules = definitions.Find<Person>(person.User)?.Spec.EffectiveRules ?? [];
        if (rules.Count == 0)
        {
            yield return new(step.At, position.Loop + 1, position.Step + 1, person.User, null, Because(person.Target));
        }

        foreach (var rule in rules)
        {
            yield return new(
                step.At + rule.After,
                position.Loop + 1,
                position.Step + 1,
                person.User,
                rule.ContactMethod,
                Because(person.Target)
            );
        }
    }
}

/// <param name="Loop">From 1.</param>
/// <param name="Step">From 1.</param>
/// <param name="ContactMethod">Null for somebody who cannot be reached by any.</param>
internal sealed record SimulatedPage(
    Instant At,
    int Loop,
    int Step,
    string User,
    string? ContactMethod,
    string Because
);
