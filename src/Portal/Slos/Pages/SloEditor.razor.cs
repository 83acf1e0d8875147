using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.Editing;
using Portal.Slos.Preview;
using Portal.Ui;

namespace Portal.Slos.Pages;

// Longer than other files: what is asked, played and saved hangs on one form, and is read together.
public sealed partial class SloEditor : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80);

    private readonly LatestOnly measuring = new();
    private readonly LatestOnly playing = new();
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);
    private IReadOnlyList<string> services = [];
    private IReadOnlyList<string> backends = [];
    private TemplateStart? started;
    private Slo? frame;
    private IReadOnlyList<ManifestError> errors = [];
    private SloForm? form;
    private Slo? draft;
    private TriedSli? tried;
    private SloHistory? history;
    private SloRehearsal? played;
    private IReadOnlyList<AlertSetOutcome>? compared;
    private string yaml = "";
    private string? problem;
    private string? missing;
    private string? refusal;
    private string? leavingTo;
    private bool isConflict;
    private bool isChanged;
    private bool isAsking;
    private bool isSaving;
    private bool isDeleting;
    private bool isLeaving;
    private bool showsAll;

    /// <summary>Null for a new SLO.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The service of a new SLO, from the page that led here.</summary>
    [SupplyParameterFromQuery]
    public string? Service { get; set; }

    /// <summary>What a new SLO starts from: red-errors.</summary>
    [SupplyParameterFromQuery]
    public string? Template { get; set; }

    [Inject]
    internal SloEditing Editing { get; init; } = null!;

    [Inject]
    internal PreviewSlo Preview { get; init; } = null!;

    [Inject]
    internal TrySli Trying { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    private string Title => Name is null ? "New SLO" : $"Edit {Name}";

    private string Back => Name is null ? "/slos" : $"/slos/{Name}";

    private IReadOnlyList<Crumb> Above =>
        Name is null
            ? [new("SLOs", "/slos"), new("New")]
            : [new("SLOs", "/slos"), new(Name, $"/slos/{Name}"), new("Edit")];

    private string Days => Numbers.Duration(history?.Range.Duration ?? PreviewSlo.DefaultRange);

    private string? LowTraffic =>
        draft is null || history?.EventsPerDay is not { } perDay || draft.Alerts.Count == 0
            ? null
            : $"At today's traffic {Numbers.Count(FailuresToFire(perDay))} failures make the fastest alert fire, {AlertWords.Title(draft.Alerts[0])}.";

    protected override async Task OnParametersSetAsync()
    {
        if (form is not null && (Name ?? form.Name) == form.Name)
        {
            return;
        }

        try
        {
            var actor = await Actors.GetAsync();
            form = Editing.Open(actor, Name, Service);
            services =
                form.Version > 0
                    ? [form.Service!, .. Editing.Services(actor).Except([form.Service!], StringComparer.Ordinal)]
                    : Editing.Services(actor);
            backends = Editing.Backends();
            Judge();
        }
        catch (Exception refused) when (refused is NotFoundException or ForbiddenException)
        {
            missing = refused.Message;
        }
    }

    /// <summary>The backend is asked once the page answers, not for its first drawing.</summary>
    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? MeasureAsync() : Task.CompletedTask;

    public void Dispose()
    {
        measuring.Dispose();
        playing.Dispose();
    }

    private async Task Edit(string field, Action change)
    {
        change();
        if (field.Length > 0)
        {
            touched.Add(field);
        }

        (isChanged, refusal) = (true, null);
        Judge();
        if (draft is not null && history?.Fits(draft) == true)
        {
            Play();
            await CompareAsync();
        }
        else
        {
            await MeasureAsync();
        }
    }

    /// <summary>A template has filled in the form; the address says which, for a reload or a colleague.</summary>
    private async Task StartAsync(TemplateStart start)
    {
        TemplateForm.Take(form!, start, started);
        started = start;
        var measured = Edit("", touched.Clear);
        if (start.Template.Id != Template || start.Service != Service)
        {
            var address = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["template"] = start.Template.Id,
                ["service"] = start.Service,
            };
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(address), replace: true);
        }

        await measured;
    }

    private Task TurnAsync() =>
        Edit("", () => touched.RemoveWhere(field => field.StartsWith("spec.indicator", StringComparison.Ordinal)));

    /// <summary>Reads the form as its manifest would be read: the same refusals, before anything is sent.</summary>
    private void Judge()
    {
        var document = form!.ToDocument();
        draft = SloDraft.Slo(document);
        errors = [.. document.Errors];
        frame = form.Frame();
        yaml = draft is null
            ? ""
            : ManifestExport.Yaml(SloDraft.Manifest(form.Name, SloManifest.Definition.Write(draft), form.Labels));
    }

    private string? ErrorOf(string field) =>
        showsAll || touched.Any(edited => field.StartsWith(edited, StringComparison.Ordinal))
            ? errors.FirstOrDefault(error => error.Path.StartsWith(field, StringComparison.Ordinal))?.Message
            : null;

    private async Task Slide(ChangeEventArgs change)
    {
        form!.ObjectivePercent = ObjectiveLadder.At(change.Value as string) ?? form.ObjectivePercent;
        touched.Add("spec.objectives[0].target");
        isChanged = true;
        Judge();
        var token = playing.Next();
        await Task.Delay(Pause, CancellationToken.None);
        if (!token.IsCancellationRequested)
        {
            Play();
            await CompareAsync();
        }
    }

    private void Play()
    {
        played =
            draft is not null && history is { IsEmpty: false } known && known.Fits(draft) ? known.Play(draft) : null;
        compared = played is null ? null : compared;
    }

    /// <summary>Plays every known set of alerts beside the chosen ones; that takes longer than a slider may wait.</summary>
    private async Task CompareAsync()
    {
        if (played is not { } asked || draft is not { } slo || history is not { } known)
        {
            return;
        }

        var outcomes = await Task.Run(() => known.Compare(slo, asked));
        if (ReferenceEquals(asked, played))
        {
            compared = outcomes;
            StateHasChanged();
        }
    }

    private Task UseAsync(AlertSet set) => Edit("spec.alertPolicies", () => form!.Use(set, frame?.Alerts ?? []));

    /// <summary>Asks the backend what the queries count now and what they counted before.</summary>
    private async Task MeasureAsync()
    {
        if (draft is not { } asked)
        {
            (played, tried) = (null, null);
            return;
        }

        var token = measuring.Next();
        (isAsking, problem) = (true, null);
        StateHasChanged();
        try
        {
            var actor = await Actors.GetAsync();
            tried = await Trying.AskAsync(actor, asked, token);
            foreach (var range in new[] { PreviewSlo.DefaultRange, PreviewSlo.LongestRange })
            {
                history = await Preview.AskAsync(actor, asked, range, token);
                problem = history.Failure;
                Play();
                isAsking = false;
                StateHasChanged();
                await CompareAsync();
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // another change has begun to ask, or the page is gone
        }
        catch (ForbiddenException refused)
        {
            (isAsking, problem) = (false, refused.Message);
        }
    }

    private async Task SaveAsync()
    {
        (isSaving, showsAll, refusal, isConflict) = (true, true, null, false);
        Judge();
        try
        {
            errors = await Editing.SaveAsync(await Actors.GetAsync(), form!, CancellationToken.None);
            if (errors.Count == 0)
            {
                isChanged = false;
                Toasts.Say($"{form!.Name} saved");
                Navigation.NavigateTo($"/slos/{form.Name}");
                return;
            }

            refusal = "It is not saved: the fields below say what is missing.";
        }
        catch (ConflictException conflict)
        {
            (refusal, isConflict) = (conflict.Message, true);
        }
        catch (ForbiddenException refused)
        {
            refusal = refused.Message;
        }
        finally
        {
            isSaving = false;
        }
    }

    private async Task DeleteAsync()
    {
        try
        {
            await Editing.DeleteAsync(await Actors.GetAsync(), form!.Name, CancellationToken.None);
            isChanged = false;
            Toasts.Say($"{form.Name} deleted");
            Navigation.NavigateTo("/slos");
        }
        catch (Exception refused) when (refused is ConflictException or ForbiddenException or NotFoundException)
        {
            refusal = refused.Message;
        }
    }

    private Task KeepAsync(LocationChangingContext leaving)
    {
        var isHere =
            new Uri(Navigation.Uri).AbsolutePath == Navigation.ToAbsoluteUri(leaving.TargetLocation).AbsolutePath;
        if (isChanged && leavingTo is null && !isHere)
        {
            leaving.PreventNavigation();
            (isLeaving, leavingTo) = (true, leaving.TargetLocation);
        }

        return Task.CompletedTask;
    }

    private void Leave()
    {
        isChanged = false;
        Navigation.NavigateTo(leavingTo ?? Back);
    }

    private void Toggle(string tier)
    {
        if (!form!.Off.Remove(tier))
        {
            form.Off.Add(tier);
        }
    }

    private decimal FailuresToFire(decimal perDay) =>
        draft!
            .Alerts[0]
            .FailuresToFire(draft.Objective, perDay * (decimal)(draft.Window.NominalLength / Duration.FromDays(1)));
}
