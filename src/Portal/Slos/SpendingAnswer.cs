using NodaTime;
using Portal.Domain.Slos;
using Portal.Slos.OpenSlo;
using Portal.Slos.Reading;

namespace Portal.Slos;

/// <summary>What spent an SLO's budget in a time: counts as numbers, ratios as texts.</summary>
/// <param name="Range">Whole slices, half-open; what is still to come is left out.</param>
/// <param name="Consumed">Of the whole budget: 0.31 is 31 %.</param>
/// <param name="Coverage">Which part of the range is measured, from 0 to 1: of the rest nothing is known.</param>
/// <param name="Causes">Largest first, what nothing explains last; their shares add up to 1.</param>
/// <param name="By">Which label values the bad events had, by the backend's count; null where nobody asked or nothing tells them apart.</param>
/// <param name="ByError">Why the backend could not say, in its words.</param>
internal sealed record SpendingAnswer(
    RangeAnswer Range,
    decimal Bad,
    decimal Total,
    string Consumed,
    string Coverage,
    IReadOnlyList<CauseAnswer> Causes,
    LabelAnswer? By,
    string? ByError
)
{
    public static SpendingAnswer Of(SpentRange spent, Worst? worst) =>
        new(
            RangeAnswer.Of(spent.Range),
            spent.Sums.Bad.Plain(),
            spent.Sums.Total.Plain(),
            Ratios.Text(spent.Consumed),
            Ratios.Text(spent.Sums.Coverage),
            [.. spent.Shares.Where(share => share.Share.Bad > 0).Select(CauseAnswer.Of)],
            worst?.Values is { } values ? LabelAnswer.Of(values) : null,
            worst?.Failure
        );
}

/// <param name="Kind">incident, deployment, or none for what nothing explains.</param>
/// <param name="Name">#412, or the version; null for what nothing explains.</param>
/// <param name="From">When it began.</param>
/// <param name="To">Null while it lasts.</param>
/// <param name="Share">Of what was bad in the range, from 0 to 1.</param>
/// <param name="Consumed">Of the whole budget.</param>
internal sealed record CauseAnswer(
    string Kind,
    string? Name,
    string? Title,
    Instant? From,
    Instant? To,
    decimal Bad,
    string Share,
    string Consumed
)
{
    public static CauseAnswer Of(NamedShare one) =>
        new(
            one.Cause?.Kind switch
            {
                BudgetCauseKind.Incident => "incident",
                BudgetCauseKind.Deployment => "deployment",
                null => "none",
            },
            one.Cause?.Key,
            one.Cause?.Title,
            one.Cause?.From,
            one.Cause?.To,
            one.Share.Bad.Plain(),
            Ratios.Text(one.Share.Share),
            Ratios.Text(one.Share.Consumed)
        );
}

/// <param name="Label">The label that tells bad from good best, or the one that was asked for.</param>
/// <param name="Values">Worst first; their shares add up to 1.</param>
/// <param name="Others">Further labels that could be asked about.</param>
internal sealed record LabelAnswer(string Label, IReadOnlyList<ValueAnswer> Values, IReadOnlyList<string> Others)
{
    public static LabelAnswer Of(WorstValues worst) =>
        new(
            worst.Label,
            [
                .. worst.Values.Select(value => new ValueAnswer(
                    value.Value,
                    value.Bad.Plain(),
                    value.Total.Plain(),
                    Ratios.Text(value.Share)
                )),
            ],
            worst.Others
        );
}

/// <param name="Value">Empty for series without the label.</param>
/// <param name="Share">Of all bad events, from 0 to 1.</param>
internal sealed record ValueAnswer(string Value, decimal Bad, decimal Total, string Share);
