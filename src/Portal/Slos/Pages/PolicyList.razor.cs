using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Domain.Catalog;
using Portal.Domain.Slos;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.Slos.Policies;
using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

public sealed partial class PolicyList : IDisposable
{
    private const int MostNamed = 5;

    private readonly LatestOnly loads = new();
    private IReadOnlyList<PolicyRow>? rows;
    private string? failure;
    private string? without;

    /// <summary>How many services are shown.</summary>
    [SupplyParameterFromQuery]
    public int? Shown { get; set; }

    [Inject]
    internal GateKeeping Gates { get; init; } = null!;

    [Inject]
    internal SloDirectory Slos { get; init; } = null!;

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal CurrentActor Actors { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private int Most => Math.Max(Shown ?? SloRows.Page, 1);

    private string More => Navigation.GetUriWithQueryParameter("shown", Most + SloRows.Page);

    private string Summary
    {
        get
        {
            var closed = rows!.Count(row => !row.Answer.Decision.IsAllowed);
            return $"{Count(rows!.Count, "service")} with a policy · {(closed == 0 ? "every gate is open" : $"{Count(closed, "gate")} closed")}";
        }
    }

    protected override Task OnParametersSetAsync() => LoadAsync();

    public void Dispose() => loads.Dispose();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        try
        {
            var actor = await Actors.GetAsync();
            var gates = await Gates.AskAllAsync(actor, token);
            var standing = (await Slos.OverviewAsync(actor, token)).ToLookup(
                one => one.Slo.Spec.Service,
                one => (one.Slo.Name, one.Status.State),
                StringComparer.Ordinal
            );
            rows =
            [
                .. gates
                    .Select(gate => PolicyRow.Of(gate, [.. standing[gate.Service.Name]], MayChange(actor, gate)))
                    .OrderBy(row => row.Urgency)
                    .ThenBy(row => row.Service, StringComparer.Ordinal),
            ];
            without = Without(standing);
            failure = null;
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

    private bool MayChange(Actor actor, ServiceGate gate) => Authoriser.May(actor, Role.Lead, gate.Service.Spec.Team);

    /// <summary>Services that promise something and have agreed on nothing for when it is not kept.</summary>
    private string? Without(ILookup<string, (string Name, SloState State)> standing)
    {
        var covered = rows!.Select(row => row.Service).ToHashSet(StringComparer.Ordinal);
        var names = Definitions
            .All<Service>()
            .Select(service => service.Name)
            .Where(name => standing.Contains(name) && !covered.Contains(name))
            .Order(StringComparer.Ordinal)
            .ToList();
        var more = names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "";
        return names.Count == 0 ? null : $"SLOs without a policy: {string.Join(", ", names.Take(MostNamed))}{more}";
    }

    private static string Count(int count, string what) => $"{Numbers.Count(count)} {what}{(count == 1 ? "" : "s")}";
}
