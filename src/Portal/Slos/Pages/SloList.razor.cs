using System.Globalization;
using Microsoft.AspNetCore.Components;
using Npgsql;
using Portal.Access;
using Portal.Domain.Teams;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

public sealed partial class SloList : IDisposable
{
    private readonly LatestOnly loads = new();
    private SloRows? list;
    private string? failure;
    private SloSort sort = SloSort.Worst;
    private bool mayAdd;

    [SupplyParameterFromQuery]
    public string? View { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? State { get; set; }

    [SupplyParameterFromQuery]
    public string? Service { get; set; }

    [SupplyParameterFromQuery]
    public string? Team { get; set; }

    /// <summary>budget, burn or name, with a minus the other way round; worst first by service without it.</summary>
    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    /// <summary>How many rows are shown.</summary>
    [SupplyParameterFromQuery]
    public int? Shown { get; set; }

    [Inject]
    internal SloDirectory Slos { get; init; } = null!;

    [Inject]
    internal SloSparks Sparks { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    private IReadOnlyList<Choice> Views =>
        [new("all", "All", list?.All), new("attention", "Needs attention", list?.NeedAttention)];

    private string Filters =>
        string.Join(
            ", ",
            new[]
            {
                View == "attention" ? "needs attention" : null,
                Search is null ? null : $"“{Search}”",
                State is null ? null : $"state {StateWord.Of(State).Word.ToLower(CultureInfo.InvariantCulture)}",
                Service is null ? null : $"service {Service}",
                Team is null ? null : $"team {Team}",
            }.OfType<string>()
        );

    private string More => Navigation.GetUriWithQueryParameter("shown", (list?.Shown ?? 0) + SloRows.Page);

    protected override Task OnParametersSetAsync() => LoadAsync();

    public void Dispose() => loads.Dispose();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var actor = await Actors.GetAsync();
            mayAdd = Authoriser.May(actor, Role.Lead, null);
            var all = await Slos.OverviewAsync(actor, token);
            var filter = new SloFilter(View, Search, State, Service, Team);
            sort = SloSort.Of(Sort);
            var rows = SloRows.Of(all, filter, Slos.TeamOf, Math.Max(Shown ?? SloRows.Page, 1), sort);
            await rows.DrawAsync(Sparks, token);
            (list, failure) = (rows, null);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // a newer load has taken over, or the page is gone
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            failure = "The database is not reachable.";
        }
    }

    /// <summary>Without groups the service stands with the SLO.</summary>
    private static string? Below(SloRow row, SloGroup group) =>
        group.Service is not null ? row.Description
        : row.Description is null ? row.Service
        : $"{row.Service}, {row.Description}";

    private void Go(string query, string? value) =>
        Navigation.NavigateTo(
            Navigation.GetUriWithQueryParameters(
                new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    [query] = string.IsNullOrWhiteSpace(value) ? null : value.Trim(),
                    ["shown"] = null,
                }
            )
        );
}
