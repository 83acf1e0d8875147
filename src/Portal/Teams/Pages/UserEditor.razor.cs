using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Ui;
using Person = Portal.Domain.Teams.Person;

namespace Portal.Teams.Pages;

/// <summary>An administrator's page of one user: who they are, what they may, how they sign in.</summary>
public sealed partial class UserEditor
{
    private static readonly IReadOnlyList<Crumb> Above = [new("Users", "/admin/users")];

    [Parameter]
    public string? Name { get; set; }

    [Inject]
    internal IDefinitions All { get; init; } = null!;

    [Inject]
    internal Accounts Accounts { get; init; } = null!;

    [Inject]
    internal DefinitionEditing Editing { get; init; } = null!;

    [Inject]
    internal ManifestApplier Applier { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private Definition<Person>? saved;
    private PersonDraft? draft;
    private FieldErrors errors = FieldErrors.None;
    private string password = "";
    private string? opened;
    private bool isAdmin;
    private bool canSignIn;
    private bool deleting;

    private IReadOnlyList<string> Problems =>
        [
            .. errors.Refusal is { } refusal ? [refusal] : Array.Empty<string>(),
            .. errors.Except(path =>
                path is "metadata.name" or "password" or "spec.displayName" or "spec.timeZone" or "spec.email"
                || path.StartsWith("spec.contactMethods[", StringComparison.Ordinal)
                || path.StartsWith("spec.notificationRules[", StringComparison.Ordinal)
            ),
        ];

    protected override async Task OnParametersSetAsync()
    {
        if (opened == (Name ?? ""))
        {
            return; // what was typed stays
        }

        opened = Name ?? "";
        await LoadAsync();
        draft =
            saved is not null ? PersonDraft.Of(saved)
            : Name is null ? new PersonDraft { TimeZone = Viewer.Zone.Id }
            : null;
    }

    private async Task LoadAsync()
    {
        isAdmin = Authoriser.May(await Current.GetAsync(), Role.Admin, null);
        saved = Name is null ? null : All.Find<Person>(Name);
        canSignIn = Name is not null && (await Accounts.NamesAsync(CancellationToken.None)).Contains(Name);
    }

    private async Task SaveAsync()
    {
        errors = saved is null ? await CreateAsync() : await UpdateAsync();
        if (!errors.Any)
        {
            Toasts.Say(saved is null ? "User created" : "User saved");
            Navigation.NavigateTo(saved is null ? $"/admin/users/{draft!.Name}" : "/admin/users");
        }
    }

    private Task<FieldErrors> UpdateAsync() =>
        Editing.SaveAsync(draft!.ToDefinition(), dryRun: false, CancellationToken.None);

    /// <summary>Judged before anything is made, so that a refused password leaves no half a user.</summary>
    private async Task<FieldErrors> CreateAsync()
    {
        if (All.Find<Person>(draft!.Name) is not null)
        {
            return FieldErrors.Of("metadata.name", $"There is a user {draft.Name} already.");
        }

        if (password.Length == 0)
        {
            return await UpdateAsync();
        }

        var trial = await Editing.SaveAsync(draft.ToDefinition(), dryRun: true, CancellationToken.None);
        if (trial.Any || draft.Read() is not { } person)
        {
            return trial;
        }

        return await DefinitionEditing.TryAsync(async () =>
        {
            var actor = await Current.GetAsync();
            await Accounts.CreateAsync(
                actor,
                draft.Name,
                person,
                password,
                administrator: false,
                CancellationToken.None
            );
            return FieldErrors.None;
        });
    }

    private async Task DeleteAsync()
    {
        errors = await DefinitionEditing.TryAsync(async () =>
        {
            await Applier.DeleteAsync(
                await Current.GetAsync(),
                PersonManifest.Kind,
                saved!.Name,
                CancellationToken.None
            );
            return FieldErrors.None;
        });
        if (!errors.Any)
        {
            Toasts.Say("User deleted");
            Navigation.NavigateTo("/admin/users");
        }
    }
}
