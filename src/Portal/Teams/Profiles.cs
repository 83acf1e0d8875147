using Portal.Access;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Manifests;

namespace Portal.Teams;

/// <summary>People change how they are reached themselves; everything else about users is an administrator's.</summary>
internal sealed class Profiles(IDefinitions definitions, ManifestApplier applier, Authoriser authoriser)
{
    /// <param name="actor">Whose profile it is: a person in the browser, never a token or a job.</param>
    /// <param name="draft">The spec of a User, as the form holds it.</param>
    public async Task<FieldErrors> ChangeAsync(Actor actor, DefinitionDraft draft, CancellationToken cancellationToken)
    {
        if (actor.Kind is not ActorKind.Person || actor.Name != draft.Name)
        {
            authoriser.Demand(actor, Role.Admin, null, "change the profile of somebody else");
        }

        var known =
            definitions.Find<Person>(draft.Name) ?? throw new NotFoundException(PersonManifest.Kind, draft.Name);
        // Asked above with the lesser right that one's own profile needs; in the audit log it stands under its author.
        var results = await applier.ApplyAsync(
            actor with
            {
                Kind = ActorKind.Portal,
            },
            [(draft with { Labels = known.Labels }).ToDocument()],
            dryRun: false,
            cancellationToken
        );
        return FieldErrors.Of(results);
    }
}
