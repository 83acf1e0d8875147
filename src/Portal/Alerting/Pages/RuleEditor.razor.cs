using Microsoft.AspNetCore.Components;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting.Pages;

public sealed partial class RuleEditor
{
    /// <summary>The fields that show their errors themselves.</summary>
    private static readonly string[] Shown =
    [
        "metadata.name",
        "spec.service",
        "spec.backend",
        "spec.interval",
        "spec.query",
        "spec.condition",
        "spec.for",
        "spec.keepFiringFor",
        "spec.onNoData",
        "spec.onError",
        "spec.severity",
        "spec.runbook",
        "spec.annotations.summary",
        "spec.annotations.description",
        "spec.labels",
    ];

    private RuleForm? form;
    private RuleForm saved = new();
    private string? loaded;
    private int version;
    private FieldErrors errors = FieldErrors.None;
    private IReadOnlyList<string> services = [];
    private IReadOnlyList<string> backends = [];
    private IReadOnlyList<string> runbooks = [];
    private string? refusal;
    private string notAllowed = "";
    private string? previewed;
    private bool conflict;
    private bool missing;
    private bool allowed = true;
    private bool saving;
    private bool tried;

    [Parameter]
    public string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? RangeText { get; set; }

    /// <summary>A service to begin with, from its page.</summary>
    [SupplyParameterFromQuery]
    public string? Service { get; set; }

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal ManifestApplier Applier { get; init; } = null!;

    [Inject]
    internal LivePreview Live { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal PageTools Tools { get; init; } = null!;

    private string Range => RulePastCard.Ranges.Any(range => range.Value == RangeText) ? RangeText! : "7d";

    private IReadOnlyList<string> Unsaved => form?.ChangedSince(saved) ?? [];

    private IReadOnlyList<Crumb> Crumbs =>
        form is { Service.Length: > 0 } known && Name is not null
            ?
            [
                new("Alert rules", "/rules"),
                new(known.Service, $"/rules?service={Uri.EscapeDataString(known.Service)}"),
            ]
            : [new("Alert rules", "/rules")];

    protected override async Task OnParametersSetAsync()
    {
        if (form is null || loaded != Name)
        {
            await LoadAsync();
        }

        if (form is not null && previewed != Range)
        {
            await PreviewAsync();
        }
    }

    private async Task LoadAsync()
    {
        (loaded, form, missing, refusal, conflict, errors) = (Name, null, false, null, false, FieldErrors.None);
        services = [.. Definitions.All<Service>().Select(one => one.Name)];
        backends = [.. Definitions.All<Backend>().Select(one => one.Name)];
        runbooks = [.. Definitions.All<Runbook>().Select(one => one.Name)];
        var rule = Name is null ? null : Definitions.FindByNameOrId<AlertRule>(Name);
        missing = Name is not null && rule is null;
        if (missing)
        {
            return;
        }

        await JudgeRightAsync(rule);
        saved = rule is null ? Blank() : RuleForm.Of(rule);
        version = rule?.Version ?? 0;
        form = allowed ? saved.Copy() : null;
    }

    private RuleForm Blank() =>
        new()
        {
            Service = services.FirstOrDefault(name => name == Service) ?? (services.Count == 1 ? services[0] : ""),
            Backend = backends.Count == 1 ? backends[0] : "",
        };

    private async Task JudgeRightAsync(Definition<AlertRule>? rule)
    {
        var team = rule is null ? null : Definitions.Find<Service>(rule.Spec.Service)?.Spec.Team;
        try
        {
            Authoriser.Demand(await Current.GetAsync(), Role.Lead, team, "change alert rules");
            allowed = true;
        }
        catch (ForbiddenException forbidden)
        {
            (allowed, notAllowed) = (false, forbidden.Message);
        }
    }

    private Task ChangedAsync()
    {
        refusal = conflict ? refusal : null;
        return PreviewAsync();
    }

    /// <summary>The query while it is typed: shown by the browser alone, since an answer that comes late must not undo letters.</summary>
    private Task TypedAsync(string query)
    {
        var ahead = form!.Copy();
        ahead.Query = query;
        return PreviewAsync(ahead);
    }

    private Task PreviewAsync() => PreviewAsync(form!);

    private async Task PreviewAsync(RuleForm what)
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        previewed = Range;
        if (await Live.AskAsync(what, Range, StateHasChanged))
        {
            // Before the first try to save, what is still empty is not yet wrong.
            errors = new(
                Live.Errors.Where(error => tried || Name is not null || !EmptyFields.Contains(error.Path, form!))
                    .Select(error => (error.Path, error.Message))
            );
            StateHasChanged();
        }
    }

    private IReadOnlyList<string> NotesOf(params IReadOnlyList<string> paths) =>
        [
            .. Live
                .Warnings.Where(warning => paths.Contains(warning.Path, StringComparer.Ordinal))
                .Select(warning => warning.Message),
        ];

    private async Task SaveAsync()
    {
        (saving, tried, refusal, conflict) = (true, true, null, false);
        try
        {
            if (Name is null && Definitions.Exists(AlertRuleManifest.Kind, form!.Name.Trim()))
            {
                errors = new([("metadata.name", $"There is already an alert rule {form.Name.Trim()}.")]);
                return;
            }

            await ApplyAsync();
        }
        catch (ConflictException taken)
        {
            (refusal, conflict) = (taken.Message, true);
        }
        catch (Exception refused) when (refused is ForbiddenException or DomainException)
        {
            refusal = refused.Message;
        }
        finally
        {
            saving = false;
        }
    }

    private async Task ApplyAsync()
    {
        var document = ManifestReader.Read(form!.ToManifest().ToJsonString())[0] with { ExpectedVersion = version };
        var results = await Applier.ApplyAsync(
            await Current.GetAsync(),
            [document],
            dryRun: false,
            CancellationToken.None
        );
        errors = new(results.Results[0].Errors.Select(error => (error.Path, error.Message)));
        if (!results.Applied)
        {
            return;
        }

        Live.Stop();
        saved = form.Copy();
        Tools.Toasts.Say($"{document.Name} saved");
        Tools.Navigation.NavigateTo($"/rules/{document.Name}");
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        if (form is not null)
        {
            await PreviewAsync();
        }
    }

    public void Dispose() => Live.Dispose();
}
