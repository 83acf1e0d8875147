using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using Portal.Domain.Postmortems;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Postmortems.Pages;

public sealed partial class PostmortemList : IDisposable
{
    private const int PageSize = 50;

    private readonly LatestOnly loads = new();
    private IReadOnlyList<Choice> tabs = [];
    private IReadOnlyList<string> teams = [];
    private IReadOnlyList<PostmortemSummary>? items;
    private IReadOnlyList<LateAction>? late;
    private string? failure;

    [SupplyParameterFromQuery]
    private string? State { get; set; }

    [SupplyParameterFromQuery]
    private string? Team { get; set; }

    [SupplyParameterFromQuery]
    private string? Q { get; set; }

    [SupplyParameterFromQuery]
    private bool Overdue { get; set; }

    [SupplyParameterFromQuery]
    private string? After { get; set; }

    [Inject]
    internal PostmortemStore Store { get; init; } = null!;

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private bool IsFiltered => State is not null || !string.IsNullOrEmpty(Team) || !string.IsNullOrEmpty(Q) || Overdue;

    protected override Task OnParametersSetAsync()
    {
        tabs =
        [
            new("all", "All"),
            new("draft", "Drafts"),
            new("inReview", "In review"),
            new("approved", "Approved"),
            new("published", "Published"),
        ];
        teams = [.. Definitions.All<Team>().Select(team => team.Name)];
        return LoadAsync();
    }

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var today = Clock.GetCurrentInstant().InZone(Viewer.Zone).Date;
            items = await Store.ListAsync(Filter(), today, token);
            late = await Store.LateAsync(string.IsNullOrEmpty(Team) ? null : Team, today, token);
            failure = null;
        }
        catch (NpgsqlException lost)
        {
            failure = $"The database did not answer: {lost.Message}";
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>What an address says and no state is called shows all.</summary>
    private PostmortemFilter Filter() =>
        new(
            Words.TryParse<PostmortemState>(State ?? "", out var state) ? state : null,
            string.IsNullOrEmpty(Team) ? null : Team,
            null,
            Overdue,
            string.IsNullOrWhiteSpace(Q) ? null : Q.Trim(),
            long.TryParse(After, CultureInfo.InvariantCulture, out var after) ? after : null,
            PageSize
        );

    private void Go(string query, string? value) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [query] = string.IsNullOrEmpty(value) ? null : value,
                    ["after"] = null,
                }
            )
        );

    private string With(string query, string value) => Navigation.GetUriWithQueryParameter(query, value);

    private string Without(string query) => Navigation.GetUriWithQueryParameter(query, (string?)null);

    public void Dispose() => loads.Dispose();
}
