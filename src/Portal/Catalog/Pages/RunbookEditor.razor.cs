using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Catalog;
using Portal.Domain.Labels;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Catalog.Pages;

public sealed partial class RunbookEditor
{
    private IReadOnlyList<Crumb> Top =>
        Name is null ? [new("Runbooks", "/runbooks")] : [new("Runbooks", "/runbooks"), new(Name, $"/runbooks/{Name}")];

    private FieldErrors errors = FieldErrors.None;
    private RunbookEntry? entry;
    private string? edited;
    private string name = "";
    private string steps = "";
    private string markdown = "";
    private string? refusal;
    private bool loaded;
    private bool missing;
    private bool mayEdit;
    private bool deleting;
    private bool busy;

    [Parameter]
    public string? Name { get; set; }

    [Inject]
    internal RunbookDirectory Directory { get; init; } = null!;

    [Inject]
    internal ManifestApplier Applier { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private IReadOnlyList<string> Lines =>
        steps.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    protected override async Task OnParametersSetAsync()
    {
        if (loaded && edited == Name)
        {
            return;
        }

        var actor = await Current.GetAsync();
        mayEdit = Authoriser.May(actor, Role.Lead, null);
        entry = Name is null ? null : Directory.Find(actor, Name);
        (missing, edited, loaded) = (Name is not null && entry is null, Name, true);
        name = Name ?? "";
        steps = string.Join('\n', entry?.Runbook.Spec.Steps ?? []);
        markdown = entry?.Runbook.Spec.Markdown ?? "";
    }

    private Task SaveAsync() =>
        DoAsync(async actor =>
        {
            var document = ManifestDocument.For(
                RunbookManifest.Definition,
                name.Trim(),
                new Runbook(markdown.ReplaceLineEndings("\n").Trim(), Lines),
                entry?.Runbook.Labels ?? LabelSet.Empty,
                entry?.Runbook.Version ?? 0
            );
            var results = await Applier.ApplyAsync(actor, [document], dryRun: false, CancellationToken.None);
            errors = new(results.Results[0].Errors.Select(error => (error.Path, error.Message)));
            if (results.Applied)
            {
                Toasts.Say($"{document.Name} saved");
                Navigation.NavigateTo($"/runbooks/{document.Name}");
            }
        });

    private Task DeleteAsync() =>
        DoAsync(async actor =>
        {
            await Applier.DeleteAsync(actor, RunbookManifest.Kind, Name!, CancellationToken.None);
            Toasts.Say($"{Name} deleted");
            Navigation.NavigateTo("/runbooks");
        });

    private async Task DoAsync(Func<Actor, Task> command)
    {
        (busy, refusal) = (true, null);
        try
        {
            await command(await Current.GetAsync());
        }
        catch (Exception refused)
            when (refused is ForbiddenException or ConflictException or DomainException or NotFoundException)
        {
            refusal = refused.Message;
        }
        finally
        {
            busy = false;
        }
    }
}
