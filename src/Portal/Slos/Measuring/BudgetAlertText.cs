using Portal.Alerting;
using Portal.Domain.Alerting;
using Portal.Domain.Catalog;
using Portal.Domain.Labels;
using Portal.Domain.Slos;
using Portal.Manifests;
using Portal.Ui;

namespace Portal.Slos.Measuring;

/// <summary>What the alerts of one SLO are called, and what people read when they begin.</summary>
internal sealed class BudgetAlertText(Definition<Slo> slo, IDefinitions definitions)
{
    private const string Summary = "summary";

    public LabelSet Identity { get; } = IdentityOf(slo, definitions);

    /// <summary>One sentence for a phone, and one that says what would end it.</summary>
    public LabelSet Annotations(TierState tier, SloStatus status)
    {
        var alert = tier.Alert;
        var period = status.Period.Duration;
        var spent = Numbers.Percent(status.Budget.Consumed, 0);
        return LabelSet.Of(
            (
                Summary,
                tier.IsFiring
                    ? $"{slo.Name} {AlertWords.Fires(tier)}; {spent} of it is spent. {Ahead(status)}"
                    : $"{slo.Name} {AlertWords.Ends(tier, period)}; {spent} of its budget is spent."
            ),
            (
                "description",
                $"SLI {Numbers.Sli(status.Sli, status.Objective.Value)} against {Numbers.Objective(status.Objective.Value)} over {WindowText.Of(slo.Spec.Window)}: {Numbers.Count(Math.Round(status.Bad))} bad of {Numbers.Count(Math.Round(status.Total))}. {AlertWords.Clears(alert, period)}"
            )
        );
    }

    /// <returns>Null where nobody outside hears of the step.</returns>
    public AlertNotice? Notice(AlertTransition step)
    {
        var fires = step.To == AlertState.Firing;
        if (!fires && (step.To != AlertState.Resolved || !step.IsAnnounced))
        {
            return null;
        }

        var labels = step.Instance.Labels;
        return new AlertNotice(
            slo.Id,
            slo.Name,
            slo.Spec.Service,
            labels["severity"] == Words.Of(Severity.Critical) ? Severity.Critical : Severity.Warning,
            labels,
            step.Instance.Fingerprint,
            fires,
            fires ? null : step.Reason.Word(),
            step.Annotations.TryGet(Summary, out var summary)
                ? summary
                : $"{slo.Name} {labels[BudgetAlertEvaluation.TierLabel]}",
            null,
            step.Instance.Value,
            step.Instance.StartsAt ?? step.At,
            step.At
        );
    }

    private static string Ahead(SloStatus status) =>
        status switch
        {
            { Budget.IsOverspent: true } => "The objective is missed.",
            { ExhaustsAt: { } at } when at > status.Window.End =>
                $"At this rate it is gone in {Moments.Age(at - status.Window.End)}, {at.ToString("ddd d MMM HH:mm 'UTC'", null)}.",
            { Budget.IsExhausted: true } => "Nothing of it is left.",
            _ => "It does not run out at this rate.",
        };

    /// <summary>The labels that all alerts of an SLO have.</summary>
    public static LabelSet IdentityOf(Definition<Slo> slo, IDefinitions definitions)
    {
        var labels = LabelSet.Of(("alertname", $"{slo.Name}-burn"), ("slo", slo.Name), ("service", slo.Spec.Service));
        return definitions.Find<Service>(slo.Spec.Service) is { } service
            ? labels.With("team", service.Spec.Team)
            : labels;
    }
}
