using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;
using Portal.Ui;

namespace Portal.OnCall.Pages;

/// <summary>Changes an escalation policy beside what it would do at this moment.</summary>
public sealed partial class EscalationEditor
{
    private IReadOnlyList<Crumb> Above =>
        Name is null
            ? [new("Escalation", "/escalations")]
            : [new("Escalation", "/escalations"), new(Name, $"/escalations/{Name}")];

    [Parameter]
    public string? Name { get; set; }

    [Inject]
    internal IDefinitions All { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal DefinitionEditing Editing { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private Definition<EscalationPolicy>? saved;
    private EscalationDraft? draft;
    private string? opened;
    private FieldErrors errors = FieldErrors.None;
    private IReadOnlyList<string> teams = [];
    private Instant now;

    private IReadOnlyList<string> Problems =>
        [
            .. errors.Refusal is { } refusal ? [refusal] : Array.Empty<string>(),
            .. errors.Except(path =>
                path is "metadata.name" or "spec.repeat" or "spec.acknowledgeTimeout"
                || path.StartsWith("spec.steps[", StringComparison.Ordinal)
            ),
        ];

    protected override void OnParametersSet()
    {
        if (opened == (Name ?? ""))
        {
            return; // what was typed stays
        }

        opened = Name ?? "";
        now = Clock.GetCurrentInstant();
        teams = [.. All.All<Team>().Select(team => team.Name)];
        saved = Name is null ? null : All.Find<EscalationPolicy>(Name);
        errors = FieldErrors.None;
        draft =
            saved is not null ? EscalationDraft.Of(saved)
            : Name is null ? EscalationDraft.New(All.All<Schedule>().Select(schedule => schedule.Name).FirstOrDefault())
            : null;
    }

    private IEnumerable<(string Value, string Text)> Options(string kind) =>
        kind switch
        {
            "schedule" => All.All<Schedule>().Select(schedule => (schedule.Name, schedule.Name)),
            "team" => teams.Select(team => (team, team)),
            _ => People.All(),
        };

    private string? TargetError(int step, int place)
    {
        var path = $"spec.steps[{step}].notify[{place}]";
        return errors.At(path)
            ?? errors.At(path + ".")
            ?? errors.At(path + ".schedule")
            ?? errors.At(path + ".user")
            ?? errors.At(path + ".team");
    }

    private static void Choose(EscalationTargetDraft target, string? kind)
    {
        target.Kind = kind ?? "schedule";
        target.Name = "";
    }

    private void AddStep()
    {
        var after = draft!.Steps.Count switch
        {
            0 => "0m",
            1 => "5m",
            var steps => $"{(steps - 1) * 15}m",
        };
        draft.Steps.Add(EscalationStepDraft.New(after, null));
    }

    private async Task SaveAsync()
    {
        errors =
            saved is null && All.Find<EscalationPolicy>(draft!.Name) is not null
                ? FieldErrors.Of("metadata.name", $"There is a policy {draft.Name} already.")
                : await Editing.SaveAsync(draft!.ToDefinition(), dryRun: false, CancellationToken.None);
        if (!errors.Any)
        {
            Toasts.Say("Policy saved");
            Navigation.NavigateTo($"/escalations/{draft.Name}");
        }
    }

    private async Task DeleteAsync()
    {
        errors = await Editing.DeleteAsync(EscalationPolicyManifest.Definition, saved!, CancellationToken.None);
        if (!errors.Any)
        {
            Navigation.NavigateTo("/escalations");
        }
    }
}
