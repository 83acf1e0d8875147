using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Ui;

namespace Portal.Manifests;

/// <summary>Saves and deletes definitions for forms: the refusals come back as sentences by field, never as a broken page.</summary>
internal sealed class DefinitionEditing(ManifestApplier applier, CurrentActor current, Toasts toasts)
{
    public async Task<FieldErrors> SaveAsync(DefinitionDraft draft, bool dryRun, CancellationToken cancellationToken) =>
        await TryAsync(async () =>
        {
            var actor = await current.GetAsync();
            return FieldErrors.Of(await applier.ApplyAsync(actor, [draft.ToDocument()], dryRun, cancellationToken));
        });

    /// <summary>Deletes at once and offers to bring it back.</summary>
    public Task<FieldErrors> DeleteAsync<T>(
        ManifestKind kind,
        Definition<T> definition,
        CancellationToken cancellationToken
    )
        where T : class =>
        TryAsync(async () =>
        {
            await applier.DeleteAsync(await current.GetAsync(), kind.Kind, definition.Name, cancellationToken);
            toasts.OfferUndo($"{definition.Name} deleted", () => RestoreAsync(kind, definition));
            return FieldErrors.None;
        });

    /// <summary>Runs a command and turns what it refuses into what a form can show.</summary>
    public static async Task<FieldErrors> TryAsync(Func<Task<FieldErrors>> command)
    {
        try
        {
            return await command();
        }
        catch (InvalidInputException invalid)
        {
            return FieldErrors.Of(invalid.Errors);
        }
        catch (ConflictException conflict)
        {
            return FieldErrors.Refused(conflict.Message, isConflict: true);
        }
        catch (Exception refusal) when (refusal is ForbiddenException or DomainException or NotFoundException)
        {
            return FieldErrors.Refused(refusal.Message);
        }
    }

    private async Task RestoreAsync<T>(ManifestKind kind, Definition<T> definition)
        where T : class
    {
        var again = await TryAsync(async () =>
        {
            var document = ManifestDocument.For(kind, definition.Name, definition.Spec, definition.Labels, 0);
            var actor = await current.GetAsync();
            return FieldErrors.Of(await applier.ApplyAsync(actor, [document], dryRun: false, CancellationToken.None));
        });
        if (again.Any)
        {
            toasts.Refuse(
                $"{definition.Name} could not be brought back: {again.Refusal ?? again.Except(_ => false).First()}"
            );
        }
    }
}
