using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Telemetry.Pages;

public sealed partial class BackendEditor
{
    private const string WhoMay = "Somebody with the role admin in any team connects backends and changes them.";

    private static readonly IReadOnlyList<Crumb> Top = [new("Backends", "/backends")];

    private static readonly string[] Shown =
    [
        "metadata.name",
        "spec.type",
        "spec.url",
        "spec.auth",
        "spec.timeout",
        "spec.queryDelay",
        "spec.minStep",
    ];

    private BackendForm? form;
    private BackendStatus? status;
    private FieldErrors errors = FieldErrors.None;
    private BackendTest? tested;
    private string? loaded;
    private string? refusal;
    private bool missing;
    private bool mayEdit;
    private bool mayTest;
    private bool testing;
    private bool deleting;
    private bool busy;

    [Parameter]
    public string? Name { get; set; }

    [Inject]
    internal BackendDirectory Directory { get; init; } = null!;

    [Inject]
    internal TestBackend Test { get; init; } = null!;

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

    protected override async Task OnParametersSetAsync()
    {
        if (form is not null && loaded == Name)
        {
            return;
        }

        var actor = await Current.GetAsync();
        (loaded, form, tested, refusal, errors) = (Name, null, null, null, FieldErrors.None);
        mayEdit = Authoriser.May(actor, Role.Admin, null);
        mayTest = Authoriser.May(actor, Role.Lead, null) && (mayEdit || Name is not null);
        status = Name is null ? null : Directory.List(actor).FirstOrDefault(one => one.Name == Name);
        missing = Name is not null && status is null;
        form =
            status is not null ? BackendForm.Of(status.Backend)
            : Name is null && mayEdit ? new()
            : null;
    }

    private async Task TestAsync()
    {
        (testing, tested, errors) = (true, null, FieldErrors.None);
        try
        {
            var actor = await Current.GetAsync();
            tested = mayEdit
                ? await Test.UnsavedAsync(
                    actor,
                    Name ?? (form!.Name.Length > 0 ? form.Name : "The backend"),
                    form!.ToSpec(),
                    CancellationToken.None
                )
                : await Test.SavedAsync(actor, Name!, CancellationToken.None);
        }
        catch (InvalidInputException invalid)
        {
            errors = new(invalid.Errors.SelectMany(field => field.Value.Select(message => (field.Key, message))));
        }
        catch (Exception refused) when (refused is ForbiddenException or DomainException or InvalidOperationException)
        {
            refusal = refused.Message;
        }
        finally
        {
            testing = false;
        }
    }

    private Task SaveAsync() =>
        DoAsync(async actor =>
        {
            if (form!.MustTypeSecret)
            {
                errors = new([
                    ("spec.auth", "Enter the secret again: the stored one was meant for the address before."),
                ]);
                return;
            }

            var document = ManifestReader.Read(form.ToManifest().ToJsonString())[0] with
            {
                ExpectedVersion = status?.Backend.Version ?? 0,
            };
            var results = await Applier.ApplyAsync(actor, [document], dryRun: false, CancellationToken.None);
            errors = new(results.Results[0].Errors.Select(error => (error.Path, error.Message)));
            if (results.Applied)
            {
                Toasts.Say($"{document.Name} saved");
                Navigation.NavigateTo("/backends");
            }
        });

    private Task DeleteAsync() =>
        DoAsync(async actor =>
        {
            await Applier.DeleteAsync(actor, BackendManifest.Kind, Name!, CancellationToken.None);
            Toasts.Say($"{Name} deleted");
            Navigation.NavigateTo("/backends");
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

    private static string HrefOf(BackendUse use) => use.Kind == "SLO" ? $"/slos/{use.Name}" : $"/rules/{use.Name}";
}
