using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Alerting;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting.Pages;

public sealed partial class RuleDetail
{
    private const int InstancesShown = 200;
    private const int StepsShown = 50;
    private const int IncidentsShown = 5;

    private static readonly IReadOnlyList<Crumb> Top = [new("Alert rules", "/rules")];

    private static readonly IReadOnlyList<Choice> Ranges =
    [
        new("6h", "6 h"),
        new("1d", "1 d"),
        new("7d", "7 d"),
        new("30d", "30 d"),
    ];

    private readonly LatestOnly loads = new();
    private RuleStatus? rule;
    private IReadOnlyList<RuleInstanceRow> instances = [];
    private IReadOnlyList<RuleStep> history = [];
    private IReadOnlyList<(string Name, string Value)> facts = [];
    private IReadOnlyList<LinkedIncident> incidents = [];
    private Instant drawnAt;
    private string sentence = "";
    private string condition = "";
    private string yaml = "";
    private string? runbookHref;
    private string? failure;
    private bool missing;
    private bool mayEdit;
    private bool deleting;
    private bool busy;

    [Parameter]
    public required string Name { get; set; }

    [SupplyParameterFromQuery(Name = "range")]
    public string? RangeText { get; set; }

    [Inject]
    internal RuleDirectory Directory { get; init; } = null!;

    [Inject]
    internal ManifestExport Export { get; init; } = null!;

    [Inject]
    internal RuleSwitches Switches { get; init; } = null!;

    [Inject]
    internal IEnumerable<IRuleIncidents> Incidents { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal PageTools Tools { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private string Range => Ranges.Any(range => range.Value == RangeText) ? RangeText! : "1d";

    private IReadOnlyList<Crumb> Trail =>
        [.. Top, new(rule!.Spec.Service, $"/rules?service={Uri.EscapeDataString(rule.Spec.Service)}")];

    private string Severity => Words.Of(rule!.Spec.Severity);

    /// <summary>A new end is a new address: the chart is drawn anew when the rule was evaluated since.</summary>
    private string ChartSource
    {
        get
        {
            var length = Domain.Time.DurationText.Parse(Range);
            return $"/api/v1/rules/{rule!.Rule.Id}/chart?from={Moments.Machine(drawnAt - length)}&to={Moments.Machine(drawnAt)}";
        }
    }

    private string TroubleTitle =>
        rule!.Health switch
        {
            HealthStatus.Ok => "",
            HealthStatus.NoData => "There is no data.",
            HealthStatus.Error => "It cannot be evaluated.",
            HealthStatus.Partial => "The backend gave only a part.",
        };

    private string TroubleMeaning =>
        rule!.Row is { ObservedAt: { } seen, FailedSlots: > 0 } row
            ? $"Its alerts stay as they were at {Moments.Text(seen, Tools.Viewer.Zone, drawnAt)}; {row.FailedSlots} evaluations in a row could not judge."
            : "Nothing is watched until that changes.";

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var actor = await Current.GetAsync();
            var found = await Directory.FindAsync(actor, Name, token);
            await TakeAsync(actor, found, token);
            (missing, failure) = (false, null);
        }
        catch (NotFoundException)
        {
            (missing, rule) = (true, null);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // A newer load is on its way.
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            failure = "The database did not answer.";
        }
    }

    private async Task TakeAsync(Actor actor, RuleStatus found, CancellationToken cancellationToken)
    {
        var now = Clock.GetCurrentInstant();
        var open = await Directory.InstancesAsync(
            actor,
            found,
            RuleDirectory.Open,
            null,
            InstancesShown,
            cancellationToken
        );
        var steps = await Directory.HistoryAsync(actor, found, now - Duration.FromDays(30), cancellationToken);
        var known = await Directory.InstancesAsync(actor, found, RuleDirectory.Any, null, 1000, cancellationToken);
        var linked = new List<LinkedIncident>();
        foreach (var source in Incidents)
        {
            linked.AddRange(await source.OfRuleAsync(found.Rule.Id, IncidentsShown, cancellationToken));
        }

        var words = new RuleStory(found, Tools.Viewer.Zone, now);
        (rule, drawnAt, incidents) = (found, now, linked);
        (sentence, condition, facts) = (words.Sentence, RuleRow.ConditionOf(found.Spec), words.Facts);
        instances = words.Instances(open);
        history = words.Steps(steps.Take(StepsShown), known);
        yaml = Export.Yaml(AlertRuleManifest.Kind, found.Name);
        mayEdit = Switches.MayChange(actor, found);
        runbookHref =
            found.Spec.Runbook is not { } runbook ? null
            : DefinitionName.IsValid(runbook) ? $"/runbooks/{runbook}"
            : runbook;
    }

    private Task PauseAsync() =>
        DoAsync(async actor =>
        {
            await Switches.PauseAsync(actor, rule!.Rule, !rule.Spec.Paused, CancellationToken.None);
            Tools.Toasts.Say(
                rule.Spec.Paused ? $"{rule.Name} watches again" : $"{rule.Name} paused: its alerts are resolved"
            );
            await LoadAsync();
        });

    private Task DeleteAsync() =>
        DoAsync(async actor =>
        {
            await Switches.DeleteAsync(actor, rule!.Name, CancellationToken.None);
            Tools.Toasts.Say($"{rule.Name} deleted");
            Tools.Navigation.NavigateTo("/rules");
        });

    private async Task DoAsync(Func<Actor, Task> command)
    {
        busy = true;
        try
        {
            await command(await Current.GetAsync());
        }
        catch (Exception refused)
            when (refused is ForbiddenException or ConflictException or DomainException or InvalidInputException)
        {
            Tools.Toasts.Refuse(refused.Message);
        }
        finally
        {
            busy = false;
        }
    }

    public void Dispose() => loads.Dispose();
}
