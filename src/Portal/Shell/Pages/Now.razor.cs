using Microsoft.AspNetCore.Components;
using NodaTime;
using Npgsql;
using Portal.Access;
using Portal.Domain.Incidents;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Incidents;
using Portal.Incidents.Pages;
using Portal.Manifests;
using Portal.Teams;
using Portal.Ui;

namespace Portal.Shell.Pages;

public sealed partial class Now : IDisposable
{
    private const int Most = 200;
    private const int MostOfGroup = 10;

    private readonly LatestOnly loads = new();
    private IReadOnlyList<DutyShift> duty = [];
    private IReadOnlyList<Group>? groups;
    private IReadOnlyDictionary<Guid, Instant> paged = new Dictionary<Guid, Instant>();
    private Incident? last;
    private Naming names = new(null, user => user);
    private Actor? actor;
    private Instant now;
    private string? failure;
    private int hidden;
    private bool mayDeclare;

    [Inject]
    internal IncidentStore Store { get; init; } = null!;

    [Inject]
    internal PagingStore Pages { get; init; } = null!;

    [Inject]
    internal IncidentActions Actions { get; init; } = null!;

    [Inject]
    internal Duty Duty { get; init; } = null!;

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal Viewer Viewer { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private bool IsUnused => Definitions.All<Backend>().Count == 0;

    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var token = loads.Next();
        now = Clock.GetCurrentInstant();
        try
        {
            actor = await Current.GetAsync();
            names = new(actor.Name, People.NameOf);
            mayDeclare = Authoriser.May(actor, Role.Responder, null);
            duty = Duty.Of(actor.Name, Viewer.Zone);
            await ReadAsync(actor.Name, token);
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

    private async Task ReadAsync(string me, CancellationToken token)
    {
        var open = await Store.ListAsync(new(IncidentStateFilter.Open, Limit: Most), token);
        paged = await Pages.PagedAsync(me, [.. open.Select(incident => incident.Id)], token);
        last =
            open.Count > 0 ? null
            : await Store.ListAsync(new(Limit: 1), token) is [var newest] ? newest
            : null;
        var teams = Definitions.All<Team>().Where(team => team.Spec.RoleOf(me) is not null).Select(team => team.Name);
        var mine = teams.ToHashSet(StringComparer.Ordinal);
        groups =
        [
            .. open.GroupBy(incident => PlaceOf(incident, me, mine))
                .OrderBy(group => group.Key)
                .Select(group => new Group(
                    LabelOf(
                        group.Key,
                        [.. group.Select(one => one.Team).OfType<string>().Distinct(StringComparer.Ordinal)]
                    ),
                    group.Key is Place.PagingMe,
                    [.. group.OrderBy(incident => incident.Severity).Take(MostOfGroup)]
                )),
        ];
        hidden = open.Count - groups.Sum(group => group.Incidents.Count);
    }

    private Place PlaceOf(Incident incident, string me, HashSet<string> teams) =>
        incident.NeedsPaging && paged.ContainsKey(incident.Id) ? Place.PagingMe
        : incident.AcknowledgedBy == me ? Place.Mine
        : incident.Team is { } team && teams.Contains(team) ? Place.MyTeams
        : Place.Others;

    private static string LabelOf(Place place, IReadOnlyCollection<string> teams) =>
        place switch
        {
            Place.PagingMe => "Paging you",
            Place.Mine => "You have",
            Place.MyTeams => teams.Count <= 2 ? string.Join(", ", teams) : "Your teams",
            Place.Others => "Other teams",
        };

    private EventCallback<Incident> Acknowledger(Incident incident) =>
        actor is not null && Authoriser.May(actor, Role.Responder, incident.Team)
            ? EventCallback.Factory.Create<Incident>(this, AcknowledgeAsync)
            : default;

    private async Task AcknowledgeAsync(Incident incident)
    {
        await Actions.AcknowledgeAsync(incident.Number);
        await LoadAsync();
    }

    public void Dispose() => loads.Dispose();

    private enum Place
    {
        PagingMe,
        Mine,
        MyTeams,
        Others,
    }

    private sealed record Group(string Label, bool IsHot, IReadOnlyList<Incident> Incidents);
}
