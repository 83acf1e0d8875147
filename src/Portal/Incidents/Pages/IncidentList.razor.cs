using System.Globalization;
using Microsoft.AspNetCore.Components;
using Npgsql;
using Portal.Access;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Teams;
using Portal.Ui;

namespace Portal.Incidents.Pages;

public sealed partial class IncidentList : IDisposable
{
    private const string Open = "open";
    private const string All = "all";
    private const int PageSize = 50;

    private static readonly IReadOnlyList<Choice> Tabs =
    [
        new(Open, "Open"),
        new("triggered", "Nobody has it"),
        new("acknowledged", "Acknowledged"),
        new("mitigated", "Mitigated"),
        new("resolved", "Resolved"),
        new(All, "All"),
    ];

    private readonly LatestOnly loads = new();
    private Choice chosen = Tabs[0];
    private IncidentFilter filter = new();
    private IReadOnlyList<Incident>? incidents;
    private IReadOnlyList<string> services = [];
    private IReadOnlyList<string> teams = [];
    private Incident? last;
    private Naming names = new(null, user => user);
    private Actor? actor;
    private string? failure;
    private string? older;
    private string sub = "";
    private int open;
    private int filters;
    private bool mayDeclare;

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [SupplyParameterFromQuery]
    private string? Severity { get; set; }

    [SupplyParameterFromQuery]
    private string? Service { get; set; }

    [SupplyParameterFromQuery]
    private string? Team { get; set; }

    [SupplyParameterFromQuery]
    private long? Before { get; set; }

    [Inject]
    internal IncidentStore Store { get; init; } = null!;

    [Inject]
    internal IncidentActions Actions { get; init; } = null!;

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private string Cleared => LinkTo(("severity", null), ("service", null), ("team", null));

    protected override async Task OnParametersSetAsync()
    {
        chosen = Links.Chosen(Tabs, State) ?? Tabs[0];
        var severity = Words.TryParse<Severity>(Severity ?? "", out var word) ? word : (Severity?)null;
        var state = Words.TryParse<IncidentStateFilter>(chosen.Value, out var found)
            ? found
            : (IncidentStateFilter?)null;
        filter = new(state, Given(Team), Given(Service), severity, Before: Before, Limit: PageSize + 1);
        filters = new object?[] { filter.Severity, filter.Service, filter.Team }.Count(one => one is not null);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            actor = await Current.GetAsync();
            names = new(actor.Name, People.NameOf);
            mayDeclare = Authoriser.May(actor, Role.Responder, null);
            services = [.. Definitions.All<Service>().Select(one => one.Name)];
            teams = [.. Definitions.All<Team>().Select(one => one.Name)];
            await ReadAsync(token);
            failure = null;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // a newer load is on its way
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            failure = "The database did not answer. Paging goes on as soon as it does.";
        }
    }

    private async Task ReadAsync(CancellationToken token)
    {
        var found = await Store.ListAsync(filter, token);
        var tally = await Store.TallyAsync(token);
        (open, var untaken) = (tally.Sum(one => one.Open), tally.Sum(one => one.Untaken));
        sub =
            open == 0 ? "Nothing is broken"
            : untaken == 0 ? $"{open} open, somebody has each of them"
            : $"{open} open, {untaken} that nobody has";
        last = found.Count == 0 && await Store.ListAsync(new(Limit: 1), token) is [var newest] ? newest : null;
        older = found.Count > PageSize ? found[PageSize - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        incidents = [.. found.Take(PageSize)];
    }

    private EventCallback<Incident> Acknowledger(Incident incident) =>
        actor is not null && Authoriser.May(actor, Role.Responder, incident.Team)
            ? EventCallback.Factory.Create<Incident>(this, AcknowledgeAsync)
            : default;

    private async Task AcknowledgeAsync(Incident incident)
    {
        await Actions.AcknowledgeAsync(incident.Number);
        await LoadAsync();
    }

    private void Go(string query, ChangeEventArgs change) =>
        Navigation.NavigateTo(LinkTo((query, Given(change.Value as string))));

    /// <summary>This list with other filters, from its newest page.</summary>
    private string LinkTo(params (string Query, string? Value)[] changes)
    {
        var queries = new Dictionary<string, object?>(StringComparer.Ordinal) { ["before"] = null };
        foreach (var (query, value) in changes)
        {
            queries[query] = value;
        }

        return "/" + Navigation.ToBaseRelativePath(Navigation.GetUriWithQueryParameters(queries));
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public void Dispose() => loads.Dispose();
}
