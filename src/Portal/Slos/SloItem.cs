using System.Text.Json.Nodes;
using NodaTime;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Slos.OpenSlo;
using Portal.Slos.Reading;

namespace Portal.Slos;

/// <summary>How the API describes an SLO. Ratios are texts, so that no reader's floating point changes them.</summary>
/// <param name="ObjectiveHistory">Newest first.</param>
internal sealed record SloItem(
    Guid Id,
    string Name,
    string Service,
    string? Team,
    string? DisplayName,
    string? Description,
    string Objective,
    JsonObject Window,
    JsonObject Sli,
    string BudgetingMethod,
    IReadOnlyDictionary<string, string> Labels,
    int Version,
    Instant UpdatedAt,
    string UpdatedBy,
    IReadOnlyList<ObjectiveItem> ObjectiveHistory
)
{
    public static SloItem Of(Definition<Slo> slo, string? team, IReadOnlyList<SloChange> changes) =>
        new(
            slo.Id,
            slo.Name,
            slo.Spec.Service,
            team,
            slo.Spec.Wording.DisplayName,
            slo.Spec.Wording.Description,
            Ratios.Text(slo.Spec.Objective.Value),
            WindowCodec.Write(slo.Spec.Window),
            IndicatorCodec.Write(slo.Spec),
            slo.Spec.Budgeting.Method.ToString(),
            slo.Labels.ToDictionary(),
            slo.Version,
            slo.UpdatedAt,
            slo.UpdatedBy,
            [
                .. changes
                    .Where(change => change.Before != change.Objective)
                    .Select(change => new ObjectiveItem(change.At, change.By, Ratios.Text(change.Objective.Value))),
            ]
        );
}

/// <param name="At">Since when it is in force.</param>
internal sealed record ObjectiveItem(Instant At, string By, string Objective);

internal sealed record SloPage(IReadOnlyList<SloItem> Items, string? Next);
