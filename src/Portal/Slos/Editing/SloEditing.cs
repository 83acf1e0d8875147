using Portal.Access;
using Portal.Data;
using Portal.Domain.Catalog;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Slos.Reading;

namespace Portal.Slos.Editing;

/// <summary>What the editor needs besides its form: what there is to choose from, saving and deleting.</summary>
internal sealed class SloEditing(
    SloDirectory directory,
    IDefinitions definitions,
    ManifestApplier applier,
    Authoriser authoriser
)
{
    /// <summary>A new SLO with the first service and backend that there are, or a saved one.</summary>
    /// <exception cref="NotFoundException">There is no such SLO.</exception>
    /// <exception cref="ForbiddenException">Whoever asks may not save it.</exception>
    public SloForm Open(Actor actor, string? name, string? service)
    {
        if (name is not null)
        {
            var found = directory.Find(actor, name);
            authoriser.Demand(actor, Role.Lead, directory.TeamOf(found.Spec), "change SLOs");
            return SloForm.Of(found);
        }

        authoriser.Demand(actor, Role.Lead, null, "define SLOs");

        var services = Services(actor);
        var isKnown = services.Contains(service, StringComparer.Ordinal);
        return new SloForm
        {
            Service =
                isKnown ? service
                : services is [var first, ..] ? first
                : null,
            Sli = { Backend = Backends() is [var backend, ..] ? backend : null },
        };
    }

    /// <summary>Those that this person may promise something for.</summary>
    public IReadOnlyList<string> Services(Actor actor) =>
        [
            .. definitions
                .All<Service>()
                .Where(service => authoriser.May(actor, Role.Lead, service.Spec.Team))
                .Select(service => service.Name),
        ];

    public IReadOnlyList<string> Backends() => [.. definitions.All<Backend>().Select(backend => backend.Name)];

    /// <returns>What is wrong, by field of the manifest; empty when it was saved.</returns>
    /// <exception cref="ConflictException">Somebody else saved it in the meantime.</exception>
    public async Task<IReadOnlyList<ManifestError>> SaveAsync(
        Actor actor,
        SloForm form,
        CancellationToken cancellationToken
    )
    {
        if (form.Version == 0 && definitions.Exists(SloManifest.Kind, form.Name))
        {
            return [new(0, "metadata.name", $"There is an SLO named {form.Name} already: choose another name.")];
        }

        var results = await applier.ApplyAsync(actor, [form.ToDocument()], dryRun: false, cancellationToken);
        return [.. results.Results.SelectMany(result => result.Errors)];
    }

    public Task DeleteAsync(Actor actor, string name, CancellationToken cancellationToken) =>
        applier.DeleteAsync(actor, SloManifest.Kind, name, cancellationToken);
}
