using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain;
using Portal.Domain.OnCall;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Teams;

namespace Portal.OnCall;

internal static class EscalationPolicyManifest
{
    public const string Kind = "EscalationPolicy";

    public static readonly ManifestKind Definition = ManifestKind.Of<EscalationPolicy>(
        Kind,
        rank: 55,
        Read,
        Write,
        References
    );

    private static EscalationPolicy? Read(ManifestNode spec)
    {
        var before = spec.Errors.Count;
        var repeat = spec.Has("repeat") ? spec.Whole("repeat", 0, 9) : 0;
        var timeout = spec.Duration("acknowledgeTimeout");
        if (timeout == Duration.Zero)
        {
            spec.Refuse(
                "acknowledgeTimeout",
                "An acknowledge timeout is longer than nothing. Leave it out to page only once."
            );
        }

        var steps = spec.Items("steps").Select(Step).ToList();
        if (steps.Count == 0)
        {
            spec.Refuse("steps", "A policy needs at least one step: whom to page first?");
        }

        if (spec.Errors.Count > before)
        {
            return null;
        }

        try
        {
            return new EscalationPolicy(repeat ?? 0, timeout, [.. steps.OfType<EscalationStep>()]);
        }
        catch (DomainException refusal)
        {
            spec.Refuse("steps", refusal.Message);
            return null;
        }
    }

    private static EscalationStep? Step(ManifestNode node)
    {
        var after = node.Duration("after") ?? Duration.Zero;
        var targets = node.Items("notify").Select(Target).OfType<EscalationTarget>().ToList();
        if (targets.Count == 0)
        {
            node.Refuse("notify", "Name at least one of schedule, user or team.");
        }

        node.Done();
        try
        {
            return targets.Count == 0 ? null : new EscalationStep(after, targets);
        }
        catch (DomainException refusal)
        {
            node.Refuse("after", refusal.Message);
            return null;
        }
    }

    private static EscalationTarget? Target(ManifestNode node)
    {
        var named = Enum.GetValues<EscalationTargetKind>()
            .Select(kind => (Kind: kind, Name: node.Text(Words.Of(kind))))
            .Where(target => !string.IsNullOrWhiteSpace(target.Name))
            .ToList();
        node.Done();
        if (named is [var (kind, name)])
        {
            return new EscalationTarget(kind, name!);
        }

        node.Refuse("", "Name exactly one of schedule, user, team or channel in each entry.");
        return null;
    }

    private static IEnumerable<Reference> References(EscalationPolicy policy) =>
        from step in policy.Steps.Select((step, index) => (step, index))
        from target in step.step.Notify.Select((target, index) => (target, index))
        select new Reference(
            $"steps[{step.index}].notify[{target.index}].{Words.Of(target.target.Kind)}",
            target.target.Kind switch
            {
                EscalationTargetKind.Schedule => ScheduleManifest.Kind,
                EscalationTargetKind.User => PersonManifest.Kind,
                EscalationTargetKind.Team => TeamManifest.Kind,
                EscalationTargetKind.Channel => "Channel",
            },
            target.target.Name
        );

    private static JsonObject Write(EscalationPolicy policy)
    {
        var spec = new JsonObject { ["repeat"] = policy.Repeat };
        if (policy.AcknowledgeTimeout is { } timeout)
        {
            spec["acknowledgeTimeout"] = DurationText.Format(timeout);
        }

        spec["steps"] = new JsonArray([
            .. policy.Steps.Select(step => new JsonObject
            {
                ["after"] = DurationText.Format(step.After),
                ["notify"] = new JsonArray([
                    .. step.Notify.Select(target => new JsonObject { [Words.Of(target.Kind)] = target.Name }),
                ]),
            }),
        ]);
        return spec;
    }
}
