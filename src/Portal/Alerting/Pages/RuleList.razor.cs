using Microsoft.AspNetCore.Components;
using Npgsql;
using Portal.Access;
using Portal.Domain.Catalog;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Alerting.Pages;

public sealed partial class RuleList
{
    private const string Trouble = "trouble";
    private const int PageSize = 100;

    private static readonly IReadOnlyList<Choice> States =
    [
        new("", "Any state"),
        new("firing", "Firing"),
        new("recovering", "Recovering"),
        new("pending", "Pending"),
        new("inactive", "Quiet"),
        new("paused", "Paused"),
        new(Trouble, "Cannot be judged"),
    ];

    private readonly LatestOnly loads = new();
    private IReadOnlyList<RuleStatus>? rules;
    private IReadOnlyList<RuleRow> rows = [];
    private IReadOnlyList<string> teams = [];
    private IReadOnlyList<string> services = [];
    private string? failure;
    private bool mayEdit;
    private int shown;

    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    [SupplyParameterFromQuery]
    public string? Team { get; set; }

    [SupplyParameterFromQuery]
    public string? Service { get; set; }

    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [SupplyParameterFromQuery]
    public int? Show { get; set; }

    [Inject]
    internal RuleDirectory Directory { get; init; } = null!;

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private int Filters => new[] { Text, Team, Service, State }.Count(filter => !string.IsNullOrEmpty(filter));

    private string MoreHref => Navigation.GetUriWithQueryParameter("show", shown + PageSize);

    private string Sentence
    {
        get
        {
            if (rules is null)
            {
                return "What is watched, and how it is";
            }

            var firing = rules.Count(rule => rule.Firing > 0);
            var trouble = rules.Count(rule => rule.IsInTrouble);
            var parts = new List<string> { rules.Count == 1 ? "1 rule" : $"{Numbers.Count(rules.Count)} rules" };
            parts.Add(firing == 0 ? "none firing" : $"{Numbers.Count(firing)} firing");
            if (trouble > 0)
            {
                parts.Add($"{Numbers.Count(trouble)} cannot be judged");
            }

            return string.Join(" · ", parts);
        }
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        teams = [.. Definitions.All<Team>().Select(one => one.Name)];
        services = [.. Definitions.All<Service>().Select(one => one.Name)];
        try
        {
            var actor = await Current.GetAsync();
            mayEdit = Authoriser.May(actor, Role.Lead, null);
            rules = [.. (await Directory.ListAsync(actor, Filter(), token)).OrderBy(rule => Rank(rule))];
            shown = Math.Min(rules.Count, Math.Clamp(Show ?? PageSize, PageSize, 10_000));
            rows = [.. rules.Take(shown).Select(RuleRow.Of)];
            failure = null;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another filter was chosen meanwhile.
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            failure = "The database did not answer. Rules are evaluated as soon as it does.";
        }
    }

    private RuleFilter Filter() =>
        new(
            Null(Service),
            Null(Team),
            Words.TryParse<RuleState>(State ?? "", out var state) ? state : null,
            Null(Text)?.Trim(),
            State == Trouble
        );

    /// <summary>What somebody should look at comes first; within that by name.</summary>
    private static int Rank(RuleStatus rule) =>
        rule.State switch
        {
            RuleState.Firing => 0,
            RuleState.Recovering => 1,
            RuleState.Pending => rule.IsInTrouble ? 2 : 3,
            RuleState.Inactive => rule.IsInTrouble ? 2 : 4,
            RuleState.Paused => 5,
        };

    private static string? Null(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private void Go(string query, object? value)
    {
        var text = value as string;
        var changes = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [query] = string.IsNullOrWhiteSpace(text) ? null : text,
            ["show"] = null,
        };
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(changes));
    }

    public void Dispose() => loads.Dispose();
}
