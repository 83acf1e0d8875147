using Portal.Domain.Telemetry;

namespace Portal.Telemetry;

/// <summary>What there is to show of an answer, whole or in part. To conclude from it, look at the outcome itself.</summary>
internal static class OutcomeItems
{
    public static IReadOnlyList<T> ItemsOrNone<T>(this QueryOutcome<T> outcome) =>
        outcome switch
        {
            QueryOutcome<T>.Series whole => whole.Items,
            QueryOutcome<T>.Partial part => part.Items,
            _ => [],
        };
}
