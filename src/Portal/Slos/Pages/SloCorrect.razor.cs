using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Access;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.OnCall;
using Portal.Slos.Editing;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

public sealed partial class SloCorrect
{
    private static readonly Duration Usual = Duration.FromHours(1);

    private readonly LatestOnly tries = new();
    private Definition<Slo>? slo;
    private CorrectionForm form = null!;
    private FieldErrors errors = FieldErrors.None;
    private TriedCorrection? tried;
    private bool isSaving;

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal SloDirectory Slos { get; init; } = null!;

    [Inject]
    internal CorrectionEffects Effects { get; init; } = null!;

    [Inject]
    internal DefinitionEditing Editing { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private string Back => $"/slos/{Name}";

    private string Change => CorrectionWords.Change(tried!.Before.Remaining, tried.After.Remaining);

    public void Dispose() => tries.Dispose();

    protected override void OnParametersSet()
    {
        slo = Definitions.Find<Slo>(Name);
        var now = Clock.GetCurrentInstant();
        form ??= new()
        {
            Slo = Name,
            Zone = Viewer.Zone.Id,
            From = LocalTimes.Text(now - Usual, Viewer.Zone),
            To = LocalTimes.Text(now, Viewer.Zone),
        };
    }

    private async Task Set(Action change)
    {
        change();
        var token = tries.Next();
        // A reason that is not written yet keeps nobody from seeing what the time would change.
        var document = form.ToDefinition("preview", reasonless: true).ToDocument();
        var correction = CorrectionManifest.Definition.Read(document.Spec) as Correction;
        try
        {
            tried = correction is null
                ? null
                : await Effects.TryAsync(await Actors.GetAsync(), slo!, correction, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // another change is looked at
        }
    }

    private async Task SaveAsync()
    {
        isSaving = true;
        var name = form.NameAmong([.. Effects.Of(Name).Select(one => one.Name)]);
        errors = await Editing.SaveAsync(form.ToDefinition(name), dryRun: false, CancellationToken.None);
        isSaving = false;
        if (!errors.Any)
        {
            Toasts.Say("Correction added");
            Navigation.NavigateTo(Back);
        }
    }
}
