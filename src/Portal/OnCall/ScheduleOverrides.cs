using Portal.Access;
using Portal.Data;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.OnCall;

/// <summary>Adds and removes overrides; a responder may, though only a lead may change the schedule itself.</summary>
internal sealed class ScheduleOverrides(Definitions definitions, ManifestApplier applier, Authoriser authoriser)
{
    public Task AddAsync(Actor actor, string schedule, Override added, CancellationToken cancellationToken) =>
        ChangeAsync(actor, schedule, overrides => [.. overrides, added], cancellationToken);

    public Task RemoveAsync(Actor actor, string schedule, Override removed, CancellationToken cancellationToken) =>
        ChangeAsync(actor, schedule, overrides => [.. overrides.Where(one => one != removed)], cancellationToken);

    private async Task ChangeAsync(
        Actor actor,
        string name,
        Func<IReadOnlyList<Override>, IReadOnlyList<Override>> change,
        CancellationToken cancellationToken
    )
    {
        var found = definitions.Find<Schedule>(name) ?? throw new NotFoundException(ScheduleManifest.Kind, name);
        var team = found.Labels.TryGet("team", out var owner) ? owner : null;
        authoriser.Demand(actor, Role.Responder, team, $"override shifts of {name}");
        var schedule = found.Spec;
        var changed = new Schedule(schedule.TimeZone, schedule.Layers, change(schedule.Overrides));
        var document = ManifestDocument.For(ScheduleManifest.Definition, name, changed, found.Labels, found.Version);
        // Asked above with the lesser right that an override needs; in the audit log it stands under its author.
        var results = await applier.ApplyAsync(
            actor with
            {
                Kind = ActorKind.Portal,
            },
            [document],
            dryRun: false,
            cancellationToken
        );
        results.ThrowIfInvalid();
    }
}
