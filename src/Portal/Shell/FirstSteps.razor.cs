using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Access;
using Portal.Domain.Catalog;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Domain.Telemetry;
using Portal.Manifests;
using Portal.Teams;
using Portal.Telemetry;
using Person = Portal.Domain.Teams.Person;

namespace Portal.Shell;

/// <summary>The way from an empty portal to a page that reaches somebody, with the next thing to do first.</summary>
public sealed partial class FirstSteps : IDisposable
{
    private const string AlertRule = "AlertRule";
    private const string Slo = "SLO";

    private readonly Ui.LatestOnly loads = new();

    [Inject]
    internal Definitions All { get; init; } = null!;

    [Inject]
    internal Backends Backends { get; init; } = null!;

    [Inject]
    internal People Names { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    private IReadOnlyList<SetupStep> steps = [];
    private IReadOnlyList<ChainLink> chain = [];
    private SetupStep? next;
    private string me = "";
    private string? backendSays;

    /// <summary>Every step is done: the portal needs no setting up any more.</summary>
    private bool IsDone => next is null;

    protected override async Task OnInitializedAsync()
    {
        me = (await Current.GetAsync()).Name;
        Judge();
    }

    /// <summary>Whether the backend answers is asked beside the page and never holds it up.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || IsDone || All.All<Backend>() is not [var backend, ..])
        {
            return;
        }

        try
        {
            var outcome = await Backends.Find(backend.Name)!.TestAsync(loads.Next());
            backendSays = outcome is QueryOutcome<string>.Failed failed ? failed.Message : $"{backend.Name} answers";
            Judge(outcome.Failure is null);
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // the page is gone
        }
    }

    public void Dispose() => loads.Dispose();

    private void Judge(bool backendAnswers = true)
    {
        var backend = All.All<Backend>() is [var first, ..] ? first : null;
        var watched = All.View.Entries.Count(entry => entry.Kind.Kind is AlertRule or Slo);
        steps =
        [
            new("Create the first admin", $"{me} is signed in", "", "", true),
            Connect(backend, backendAnswers),
            .. Paging(),
            new(
                "Make the first SLO or alert rule",
                "From the metrics that the backend has.",
                "Make an SLO",
                "/slos/new",
                watched > 0
            ),
            new(
                "Page yourself",
                "A test by each of your contact methods, about 1 min.",
                "Open your profile",
                "/me",
                All.Find<Person>(me)?.Spec.EffectiveMethods.Count > 0
            ),
        ];
        next = steps.FirstOrDefault(step => !step.Done);
        chain = Chain(backend, backendAnswers, watched);
    }

    private SetupStep Connect(Definition<Backend>? backend, bool answers) =>
        new(
            "Connect a backend",
            backend is null
                ? "Where your metrics are. The portal only reads; nothing is installed there."
                : backendSays ?? backend.Name,
            backend is null ? "Connect a backend" : $"Mend {backend.Name}",
            backend is null ? "/backends/new" : $"/backends/{backend.Name}",
            backend is not null && answers
        );

    /// <summary>From a team to somebody who is woken for a service.</summary>
    private IEnumerable<SetupStep> Paging()
    {
        var services = All.All<Service>();
        yield return new(
            "Make a team",
            "People who own services together. You can be its only member.",
            "Make a team",
            "/admin/teams/new",
            All.All<Team>().Count > 1
        );
        yield return new(
            "Say who is on call",
            "A schedule with one person is enough to begin.",
            "Make a schedule",
            "/schedules/new",
            All.All<Schedule>().Count > 0
        );
        yield return new(
            "Say whom a page wakes first",
            "An escalation policy with one step is enough.",
            "Make a policy",
            "/escalations/new",
            All.All<EscalationPolicy>().Count > 0
        );
        yield return new(
            "Name a service",
            "What users notice when it breaks, and who is paged for it.",
            services.Count == 0 ? "Name a service" : "Choose who is paged",
            services is [var service, ..] ? $"/services/{service.Name}/edit" : "/services/new",
            services.Any(one => one.Spec.EscalationPolicy is not null)
        );
    }

    private IReadOnlyList<ChainLink> Chain(Definition<Backend>? backend, bool answers, int watched)
    {
        var now = Clock.GetCurrentInstant();
        var onCall = All.All<Schedule>().SelectMany(one => one.Spec.OnCallAt(now)).Select(one => one.User).ToList();
        var reached = onCall.Any(user => All.Find<Person>(user)?.Spec.EffectiveMethods.Count > 0);
        return
        [
            new(
                "Backend",
                backend is null ? "none" : backendSays ?? backend.Name,
                "backend",
                backend is not null && answers
            ),
            new("Rule or SLO", watched == 0 ? "none" : $"{watched} watch", "rule", watched > 0),
            new(
                "Somebody on call",
                onCall.Count == 0
                    ? "nobody now"
                    : string.Join(", ", onCall.Distinct(StringComparer.Ordinal).Select(Names.NameOf)),
                "schedule",
                onCall.Count > 0
            ),
            new("A way to reach them", reached ? "a contact method is set" : "no contact method", "push", reached),
        ];
    }

    private string Css(SetupStep step) =>
        step.Done ? "setup-step done"
        : step == next ? "setup-step now"
        : "setup-step";

    private sealed record SetupStep(string Title, string Text, string Action, string Href, bool Done);

    private sealed record ChainLink(string Title, string Text, string Icon, bool Holds);
}
