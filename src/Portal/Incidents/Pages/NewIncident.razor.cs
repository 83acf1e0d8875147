using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Access;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.OnCall;
using Portal.Domain.Teams;
using Portal.Manifests;
using Portal.OnCall;
using Portal.Teams;
using Portal.Ui;

namespace Portal.Incidents.Pages;

public sealed partial class NewIncident
{
    private static readonly IReadOnlyList<(Severity, string)> Severities =
    [
        (Severity.Critical, "Pages a person now"),
        (Severity.High, "An answer within 1 h"),
        (Severity.Warning, "Next business day"),
        (Severity.Info, "Shown only"),
    ];

    private string? title;
    private string? service;
    private Severity severity = Severity.Critical;
    private string? wrong;
    private string? problem;
    private bool may;
    private bool busy;

    [SupplyParameterFromQuery(Name = "service")]
    private string? Proposed { get; set; }

    [Inject]
    internal IDefinitions Definitions { get; init; } = null!;

    [Inject]
    internal OnCallDirectory Directory { get; init; } = null!;

    [Inject]
    internal IncidentCommands Commands { get; init; } = null!;

    [Inject]
    internal IncidentActions Actions { get; init; } = null!;

    [Inject]
    internal People People { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; init; } = null!;

    /// <summary>Whom it would wake: said before it happens.</summary>
    private string Consequence
    {
        get
        {
            if (severity is not Severity.Critical)
            {
                return "Nobody is paged. It is listed, and you can escalate it at any time.";
            }

            if (Definitions.Find<Service>(service ?? "")?.Spec.EscalationPolicy is not { } name)
            {
                return string.IsNullOrEmpty(service)
                    ? "Nobody is paged: it belongs to no service."
                    : $"Nobody is paged: service {service} names no escalation policy.";
            }

            var now = Clock.GetCurrentInstant();
            var policy = Definitions.Find<EscalationPolicy>(name)?.Spec;
            var pages = policy is null
                ? []
                : Directory.Simulate(policy, now).DistinctBy(page => page.User, StringComparer.Ordinal).Take(3);
            var who = pages.Select(page => $"{People.NameOf(page.User)} {After(page.At - now)}").ToList();
            return who.Count == 0
                ? $"Nobody is behind {name} now."
                : $"Pages {string.Join(", then ", who)}, until somebody acknowledges.";
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        service ??= Proposed;
        may = Authoriser.May(await Current.GetAsync(), Role.Responder, null);
    }

    private void Choose(string chosen) => service = chosen;

    private async Task DeclareAsync()
    {
        if (string.IsNullOrWhiteSpace(title))
        {
            (wrong, problem) = ("title", "Say what users notice, in a sentence.");
            return;
        }

        busy = true;
        (wrong, problem) = (null, await Actions.ProblemAsync(OpenAsync));
        busy = false;
    }

    private async Task OpenAsync(Actor actor)
    {
        var chosen = string.IsNullOrEmpty(service) ? null : service;
        var incident = await Commands.OpenAsync(actor, title!, severity, chosen, CancellationToken.None);
        Navigation.NavigateTo($"/incidents/{incident.Number}");
    }

    private static string After(Duration after) =>
        after == Duration.Zero ? "at once" : $"after {Numbers.Duration(after)}";
}
