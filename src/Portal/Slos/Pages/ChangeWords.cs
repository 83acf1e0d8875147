using Portal.Slos.Reading;
using Portal.Ui;

namespace Portal.Slos.Pages;

/// <summary>Who changed what of an SLO, in a sentence.</summary>
internal static class ChangeWords
{
    /// <param name="by">What the one who changed it is called.</param>
    public static string Of(SloChange change, string by)
    {
        if (change.Before is null)
        {
            return $"{by} created it with an objective of {Numbers.Objective(change.Objective.Value)}";
        }

        var parts = change.Differences.Select(Part).ToList();
        return parts.Count == 0 ? $"{by} changed its labels" : $"{by} {string.Join("; ", parts)}";
    }

    private static string Part(SloDifference difference) =>
        difference switch
        {
            { What: "indicator" } => "changed what is measured, which began a new ledger",
            { What: "alerts" } => "changed the alerts",
            { What: "wording" } => "changed its description",
            _ => $"changed the {difference.What} from {difference.Before} to {difference.After}",
        };
}
