using Portal.Slos.OpenSlo;
using Portal.Slos.Reading;

namespace Portal.Slos;

/// <summary>A member of a composite over the composite's window: counts as numbers, ratios as texts.</summary>
/// <param name="Weight">Only the proportions matter, and only to a weighted composite.</param>
/// <param name="Sli">Null where fewer than 9 of 10 slices are measured.</param>
/// <param name="Share">Which part of the composite's failures it is behind, from 0 to 1; together 1.</param>
/// <param name="RecentShare">The same of the last hour's burn.</param>
internal sealed record PartAnswer(
    string Slo,
    decimal Weight,
    string? Sli,
    decimal Bad,
    decimal Total,
    string Coverage,
    string Share,
    string RecentShare
)
{
    public static PartAnswer Of(JourneyPart part) =>
        new(
            part.Member.Slo,
            part.Member.Weight.Plain(),
            Ratios.Text(part.Sli),
            part.Window.Bad.Plain(),
            part.Window.Total.Plain(),
            Ratios.Text(part.Window.Coverage),
            Ratios.Text(part.Share),
            Ratios.Text(part.RecentShare)
        );
}
